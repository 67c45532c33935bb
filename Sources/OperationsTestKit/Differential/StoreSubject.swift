import OperationsCore

/// A store that is led through steps, and says after each what it answered.
public struct StoreSubject {
    private let driver: StoreDriver
    private struct Abort: Error {}

    public init(driver: StoreDriver) {
        self.driver = driver
    }

    /// Everything that the step showed of the store, as text that can be compared and printed.
    public func perform(_ step: RandomStep) async throws -> String {
        do {
            return try await answer(to: step)
        } catch let error as ServiceError {
            return "refused: \(error)"
        } catch let error as StoreConflict {
            return "conflict: \(error.name)"
        } catch is Abort {
            return "aborted"
        }
    }

    /// All that the store holds.
    public func contents() async throws -> String {
        let changes = try await feed()
        var histories: [[HistoryEntry]] = []
        var policies: [Policy?] = []
        for change in changes {
            policies.append(try await driver.store.policy(of: change.name.text))
            histories.append(try await driver.store.history(of: change.name, after: 0, limit: 1_000))
        }
        let next = try await driver.inspect { [try $0.nextDueTime(), try $0.nextExpiry()] }
        return "\(Self.told(changes))\n\(histories)\n\(policies)\n\(next)"
    }

    private func feed() async throws -> [Change] {
        try await driver.store.changes(after: 0, limit: 1_000)
    }

    /// The entries without their positions, which each store chooses, but not without their order.
    private static func told(_ changes: [Change]) -> String {
        let positions = changes.map(\.position)
        let order = positions == Array(Set(positions)).sorted() ? "in order" : "out of order: \(positions)"
        return "\(order) \(changes.map { ($0.name, $0.record) })"
    }

    private func answer(to step: RandomStep) async throws -> String {
        let store = driver.store
        switch step {
        case .start(let request, let digest): return "\(try await driver.start(request, digest: digest))"
        case .command(let command, let name): return "\(String(describing: try await driver.apply(command, to: name)))"
        case .lease(let selector, let limit, let duration): return try await lease(selector, limit, duration)
        case .sweep(let limit, let jitter): return "\(try await driver.sweep(limit: limit, jitter: jitter))"
        case .advance: return ""
        case .abort(let name): return "\(try await abort(name))"
        case .list(let query): return try await list(query)
        case .history(let name, let after, let limit):
            return "\(try await store.history(of: name, after: after, limit: limit))"
        case .changes(let after, let limit):
            let position = try await feed().prefix(after).last?.position ?? 0
            return Self.told(try await store.changes(after: position, limit: limit))
        case .remembered(let key):
            return "\(try await driver.inspect { try $0.rememberedStarts([key]).values.first.map { "\($0)" } ?? "" })"
        case .due(let limit, let byteLimit):
            return "\(try await driver.inspect { try $0.due(limit: limit, byteLimit: byteLimit) })"
        case .expired(let limit, let byteLimit):
            return "\(try await driver.inspect { try $0.expired(limit: limit, byteLimit: byteLimit) })"
        case .policy(let name, let number):
            return try await driver.store.transact { transaction in
                let before = try transaction.policy(of: name.text)
                if let number {
                    try transaction.put(Samples.policy(number), of: name.text)
                } else {
                    try transaction.removePolicy(of: name.text)
                }
                return "\(String(describing: before))"
            }
        case .ready(let selector, let limit):
            return "\(try await driver.inspect { try $0.ready(selector, limit: limit) })"
        }
    }

    /// Where a page is cut by its effort, and where the next one begins, is for each store to say.
    private func list(_ query: ListQuery) async throws -> String {
        let page = query.effort == .max ? try await driver.store.list(query).records : []
        return "\(page)\n\(try await driver.wholeList(query))"
    }

    /// Like the driver's, with tokens that the steps can guess.
    private func lease(_ selector: LeaseSelector, _ limit: Int, _ duration: Duration) async throws -> String {
        try await driver.store.transact { transaction in
            let transitions = try transaction.ready(selector, limit: limit).compactMap { record -> Transition? in
                if let deadline = record.deadline, deadline <= transaction.now { return nil }
                let grant = LeaseGrant(token: "token-\(record.attempt + 1)", workerID: "w", duration: duration)
                return try Lifecycle.apply(.lease(grant), to: record, at: transaction.now)
            }
            try transaction.write(transitions)
            return "\(transitions.map(\.after))"
        }
    }

    /// Deletes, purges and gives up.
    private func abort(_ name: OperationName) async throws {
        try await driver.store.transact { transaction in
            let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
            try transaction.write([
                try Lifecycle.apply(.delete(tombstoneRetention: .zero), to: record, at: transaction.now)
            ])
            _ = try transaction.purgeTombstones(limit: 100)
            throw Abort()
        }
    }
}
