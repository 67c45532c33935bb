public import OperationsCore

/// Reads all that a store holds, and finds out whether it is as it must be.
///
/// ```swift
/// let report = try await StoreCheck.run(on: store)
/// for fault in report.faults { print(fault.subject, fault.sentence) }
/// ```
///
/// A shared store may be in use meanwhile: what looks wrong is looked at once more. A few pages are in memory at a time.
public struct StoreCheck {
    let store: any ArchivableStore
    private let bounds: ArchivePage.Bounds
    private let progress: MaintenanceReport
    var faults = FaultList()
    private var digest = StoreDigest()
    private var isWhole = true

    private init(_ store: any ArchivableStore, _ bounds: ArchivePage.Bounds, _ progress: @escaping MaintenanceReport) {
        self.store = store
        self.bounds = bounds
        self.progress = progress
    }

    /// - Throws: ``MaintenanceError/incomplete``, or ``StoreFailure`` when the store is out of reach.
    public static func run(
        on store: any ArchivableStore, within bounds: ArchivePage.Bounds = ArchivePage.Bounds(),
        report: @escaping MaintenanceReport = { _ in }
    ) async throws -> StoreCheckReport {
        guard try await !store.isIncomplete() else { throw MaintenanceError.incomplete }
        var check = StoreCheck(store, bounds, report)
        return try await check.run()
    }

    private mutating func run() async throws -> StoreCheckReport {
        let position = try await store.lastPosition()
        try await checkOperations()
        for kind in ArchiveKind.allCases where kind != .operations && kind != .history {
            var reader = reader(of: kind)
            while case let page = try await nextPage(&reader), !page.isEmpty { try await checkReferences(of: page) }
        }
        let places = try await checkFeed()
        let isUnchanged = try await store.lastPosition() == position
        if isUnchanged, isWhole { checkPlaces(places) }
        for sentence in try await store.structuralFaults() { faults.add(sentence) }
        let contents = digest.contents(secret: try await store.secret())
        return StoreCheckReport(
            schema: try await store.schemaVersions(), counts: contents.counts,
            digest: isUnchanged && isWhole ? contents.digest : nil, faults: faults.listed, faultCount: faults.count)
    }

    /// Operations and their histories come in the same order, so that each finds the other.
    private mutating func checkOperations() async throws {
        var operations = reader(of: .operations)
        var lines = reader(of: .history)
        var line = try await next(&lines)
        while case .operation(let operation) = try await next(&operations) {
            let name = operation.record.name
            for rule in RecordInvariants.broken(by: operation.record) { faults.add(rule, about: name.text) }
            var history = HistoryInvariants(of: operation.record)
            while case .history(let found) = line, found.name <= name {
                if found.name == name { history.accept(found.entry) }
                line = try await next(&lines)
            }
            guard isWhole, !history.broken.isEmpty else { continue }
            for rule in try await confirmed(history.broken, of: name) { faults.add(rule, about: name.text) }
        }
        while line != nil { line = try await next(&lines) }
    }

    /// Places in the feed are all different, and none lies ahead of what is given out next.
    ///
    /// - Returns: how many there are.
    private mutating func checkFeed() async throws -> Int {
        var count = 0
        var last = Int64.min
        while case let page = try await store.feedPlaces(after: last, limit: bounds.count), !page.isEmpty {
            for place in page {
                if place.position <= last { faults.add("It shares its place in the feed.", about: place.name.text) }
                last = max(last, place.position)
            }
            count += page.count
        }
        if try await store.lastPosition() < last {
            faults.add("A place in the feed lies ahead of the one that is given out next.")
        }
        return count
    }

    private mutating func checkPlaces(_ count: Int) {
        let expected = digest.count(of: .operations) + digest.count(of: .tombstones)
        guard count != expected else { return }
        faults.add("The feed has \(count) places for \(expected) operations and tombstones.")
    }

    private func reader(of kind: ArchiveKind) -> ArchiveReader {
        ArchiveReader(kind, of: store, within: bounds)
    }

    private mutating func next(_ reader: inout ArchiveReader) async throws -> ArchiveItem? {
        let item = try await reading(&reader) { try await $0.next() } ?? nil
        if let item { note([item]) }
        return item
    }

    private mutating func nextPage(_ reader: inout ArchiveReader) async throws -> [ArchiveItem] {
        let page = try await reading(&reader) { try await $0.nextPage() } ?? []
        note(page)
        return page
    }

    private mutating func note(_ items: [ArchiveItem]) {
        for item in items { digest.add(item) }
        guard let kind = items.last?.kind else { return }
        let count = digest.count(of: kind)
        if items.count > 1 || count.isMultiple(of: 1_000) {
            progress(MaintenanceProgress(step: .checking, kind: kind, count: count))
        }
    }

    /// - Returns: nil when what comes next cannot be read, which is noted as a fault.
    private mutating func reading<Value>(
        _ reader: inout ArchiveReader, _ read: (inout ArchiveReader) async throws -> Value
    ) async throws -> Value? {
        while true {
            do {
                return try await read(&reader)
            } catch let failure as StoreFailure {
                if reader.narrow() { continue }
                isWhole = false
                let place = reader.key.map { "behind '\($0.first)'" } ?? "from the first on"
                faults.add("The \(reader.kind.noun) cannot be read \(place). \(failure.reason)")
                return nil
            }
        }
    }
}

extension StoreFailure {
    fileprivate var reason: String {
        switch self {
        case .unavailable(let reason), .full(let reason), .broken(let reason), .outcomeUnknown(let reason): reason
        }
    }
}
