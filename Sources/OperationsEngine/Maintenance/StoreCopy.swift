public import OperationsCore

/// Moves everything from one store into another that is empty, and proves that it arrived.
///
/// ```swift
/// let contents = try await StoreCopy(from: source, to: target).run()
/// print(contents.digest)
/// ```
///
/// The target counts as incomplete from the first item until both stores were read again and found equal, so that nobody
/// serves from a part. Two pages are in memory at a time.
public struct StoreCopy: Sendable {
    private let source: any ArchivableStore
    private let target: any ArchivableStore
    private let bounds: ArchivePage.Bounds
    private let report: MaintenanceReport
    private let retrying: Retrying

    /// - Parameter retryPause: before what somebody stands in the way of is tried once more, nine times at most; each
    ///   pause is twice as long as the one before it, up to 4 s. Default 1 s.
    public init(
        from source: any ArchivableStore, to target: any ArchivableStore,
        within bounds: ArchivePage.Bounds = ArchivePage.Bounds(), retryPause: Duration = .seconds(1),
        report: @escaping MaintenanceReport = { _ in }
    ) {
        retrying = Retrying(9, first: retryPause)
        self.source = source
        self.target = target
        self.bounds = bounds
        self.report = report
    }

    /// - Returns: what both stores hold now.
    /// - Throws: ``MaintenanceError``, or ``StoreFailure``.
    public func run() async throws -> StoreContents {
        guard try await !source.isIncomplete() else { throw MaintenanceError.incomplete }
        let position = try await source.lastPosition()
        let secret = try await source.secret()
        try await begin(secret, position)
        let copied = try await copy(position).contents(secret: secret)
        try await verify(copied, position)
        try await unhindered { try await target.endLoading() }
        return copied
    }

    /// Who came to the tables of the target after the copy had begun, as a backup does, leaves them again.
    private func unhindered(_ step: () async throws -> Void) async throws {
        do {
            try await retrying.run(step) { $0 as? ArchiveLoadingError == .inUse }
        } catch ArchiveLoadingError.inUse {
            throw MaintenanceError.targetHeld
        }
    }

    private func begin(_ secret: [UInt8], _ position: Int64) async throws {
        do {
            try await target.beginLoading(secret: secret, lastPosition: position)
        } catch ArchiveLoadingError.notEmpty {
            throw MaintenanceError.targetNotEmpty
        } catch ArchiveLoadingError.incomplete {
            throw MaintenanceError.targetIncomplete
        } catch ArchiveLoadingError.inUse {
            throw MaintenanceError.targetInUse
        }
    }

    private func copy(_ position: Int64) async throws -> StoreDigest {
        var digest = StoreDigest()
        for kind in ArchiveKind.allCases {
            var page = try await source.archive(kind, after: nil, within: bounds)
            while let last = page.last {
                async let next = source.archive(kind, after: last.key, within: bounds)
                try await load(page, position)
                for item in page { digest.add(item) }
                report(MaintenanceProgress(step: .copying, kind: kind, count: digest.count(of: kind)))
                page = try await next
            }
        }
        return digest
    }

    /// What came into the source after what it belongs to was copied does not fit.
    private func load(_ page: [ArchiveItem], _ position: Int64) async throws {
        do {
            try await unhindered { try await target.load(page) }
        } catch ArchiveLoadingError.misfit {
            guard try await source.lastPosition() == position, let first = page.first, let last = page.last else {
                throw MaintenanceError.sourceChanged
            }
            throw MaintenanceError.misfit(kind: first.kind, first: first.key.first, last: last.key.first)
        }
    }

    private func verify(_ copied: StoreContents, _ position: Int64) async throws {
        let again = try await contents(of: source, .verifyingSource)
        guard try await source.lastPosition() == position, again == copied else { throw MaintenanceError.sourceChanged }
        let arrived = try await contents(of: target, .verifyingTarget)
        guard arrived == copied, try await target.lastPosition() >= position else {
            throw MaintenanceError.different(source: copied, target: arrived)
        }
    }

    private func contents(
        of store: any ArchivableStore, _ step: MaintenanceProgress.Step
    ) async throws -> StoreContents {
        var digest = StoreDigest()
        for kind in ArchiveKind.allCases {
            var reader = ArchiveReader(kind, of: store, within: bounds)
            while case let page = try await reader.nextPage(), !page.isEmpty {
                for item in page { digest.add(item) }
                report(MaintenanceProgress(step: step, kind: kind, count: digest.count(of: kind)))
            }
        }
        return digest.contents(secret: try await store.secret())
    }
}
