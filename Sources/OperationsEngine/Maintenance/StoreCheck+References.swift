import OperationsCore

/// What must be there because something else is.
extension StoreCheck {
    /// - Parameters:
    ///   - page: items of one kind.
    ///   - key: that of the item before them.
    mutating func checkReferences(of page: [ArchiveItem], behind key: ArchiveKey?) async throws {
        let names = Set(page.compactMap(\.target))
        let found = try await patiently { try await store.presence(of: names) }
        var key = key
        for item in page {
            let presence = item.target.flatMap { found[$0] }
            defer { key = item.key }
            switch item {
            case .tombstone(let grave): check(grave.tombstone, presence)
            case .start(let start): try await check(start, presence, behind: key)
            case .policy(let policy): try await check(policy, presence)
            case .operation, .history, .descriptorSet: break
            }
        }
    }

    private mutating func check(_ tombstone: Tombstone, _ presence: NamePresence?) {
        let name = tombstone.name.text
        if presence?.isLive == true, presence?.hasTombstone == true {
            faults.add("There is an operation of this name, and a tombstone.", about: name)
        }
        if tombstone.removeTime > tombstone.purgeTime {
            faults.add("Its tombstone was to be forgotten before it was made.", about: name)
        }
    }

    private mutating func check(
        _ start: ArchivedStart, _ presence: NamePresence?, behind previous: ArchiveKey?
    ) async throws {
        let name = start.start.name
        if name.parent != start.key.parent {
            faults.add("A start is remembered for it under the parent '\(start.key.parent)'.", about: name.text)
        }
        guard presence?.requestID != start.key.requestID else { return }
        // It may have gone with its operation after it was read.
        let next = try await patiently { try await store.nextKey(of: .starts, after: previous) }
        guard next == ArchiveItem.start(start).key else { return }
        let isThere = presence != nil
        faults.add(
            isThere
                ? "A start is remembered for it under another request id than its own."
                : "A start is remembered for it, and there is neither an operation nor a tombstone of this name.",
            about: name.text)
    }

    private mutating func check(_ policy: ArchivedPolicy, _ presence: NamePresence?) async throws {
        let resource = policy.resource
        guard let target = try? PolicyResource(resource) else {
            return faults.add(
                "A policy stands at it, and it can be neither an operation nor a parent.", about: resource)
        }
        guard case .operation = target, presence?.isLive != true else { return }
        // It may have gone with its operation after it was read.
        guard try await patiently({ try await store.policy(of: resource) }) != nil else { return }
        faults.add("It has a policy, and there is no such operation.", about: resource)
    }

    /// Rules that the history of an operation breaks, seen once more on a store that may have changed in between.
    ///
    /// - Parameter rules: what it seemed to break.
    func confirmed(_ rules: [String], of name: OperationName) async throws -> [String] {
        guard store.isShared else { return rules }
        return try await patiently { try await brokenStill(name) }
    }

    private func brokenStill(_ name: OperationName) async throws -> [String] {
        for _ in 0..<5 {
            guard case .live(let record) = try await store.lookup(name) else { return [] }
            var history = HistoryInvariants(of: record)
            var revision = Int64.min
            while case let lines = try await store.history(of: name, after: revision, limit: 1_000), !lines.isEmpty {
                for line in lines { history.accept(line) }
                revision = lines.last?.revision ?? .max
            }
            if try await store.lookup(name) == .live(record) { return history.broken }
        }
        return []
    }
}

extension ArchiveItem {
    /// The operation that it is about.
    fileprivate var target: OperationName? {
        switch self {
        case .operation(let operation): operation.record.name
        case .history(let line): line.name
        case .tombstone(let grave): grave.tombstone.name
        case .start(let start): start.start.name
        case .descriptorSet: nil
        case .policy(let policy): OperationName(stored: policy.resource)
        }
    }
}
