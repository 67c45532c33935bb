public import OperationsCore

/// Leads operations through their life on a store, as the engine does but one call at a time, without the engine.
///
///     let driver = StoreDriver(store: store, time: ManualTime())
///     try await driver.start("a", queue: "emails")
///     let leased = try await driver.lease(queues: ["emails"])
///     try await driver.complete(leased[0])
public struct StoreDriver: Sendable {
    public let store: any OperationStore
    public let time: ManualTime
    /// How long tombstones stand.
    public var tombstoneRetention = Duration.seconds(7 * 86_400)
    public var gracePeriod = Duration.seconds(30)

    public init(store: any OperationStore, time: ManualTime) {
        self.store = store
        self.time = time
    }

    /// Starts what `request` asks for, which must name its operation's id.
    @discardableResult
    public func start(_ request: StartRequest, digest: ContentDigest? = nil) async throws -> OperationRecord {
        let name = try OperationName(parent: request.parent, callerID: request.operationID ?? "")
        return try await store.transact { transaction in
            let transition = try Lifecycle.start(
                request, as: name, digest: digest, defaultTimeToLive: .seconds(30 * 86_400), at: transaction.now)
            try transaction.write([transition])
            return try after(transition, name)
        }
    }

    @discardableResult
    public func start(
        _ id: String, parent: String = "", queue: String = "", priority: Int32 = 0, request: Payload? = nil,
        scheduleTime: Timestamp? = nil, deadline: Timestamp? = nil, retryPolicy: RetryPolicy = RetryPolicy()
    ) async throws -> OperationRecord {
        try await start(
            StartRequest(
                parent: try Parent(parent), operationID: id, queue: queue, request: request, priority: priority,
                scheduleTime: scheduleTime, deadline: deadline, retryPolicy: retryPolicy))
    }

    /// Applies a command to the record as it is stored, and writes what comes of it.
    ///
    /// - Returns: the record afterwards; nil when it is gone.
    /// - Throws: ``ServiceError`` when there is no such operation or the command is refused.
    @discardableResult
    public func apply(_ command: Command, to name: OperationName) async throws -> OperationRecord? {
        try await store.transact { transaction in
            let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
            let transition = try Lifecycle.apply(command, to: record, at: transaction.now)
            try transaction.write([transition])
            return transition.after
        }
    }

    /// Leases what stands first in the ready set.
    public func lease(
        queues: Set<String> = [], names: Set<OperationName> = [], scope: Parent = .root, limit: Int = 1,
        duration: Duration = .seconds(30)
    ) async throws -> [OperationRecord] {
        let selector = LeaseSelector(scope: scope, queues: queues, names: names)
        return try await store.transact { transaction in
            let transitions = try transaction.ready(selector, limit: limit).map { record in
                let grant = LeaseGrant(
                    token: "\(record.name)#\(record.attempt + 1)", workerID: "worker", duration: duration)
                return try Lifecycle.apply(.lease(grant), to: record, at: transaction.now)
            }
            try transaction.write(transitions)
            return transitions.compactMap(\.after)
        }
    }

    /// Completes a leased operation.
    @discardableResult
    public func complete(_ record: OperationRecord, response: Payload = .empty) async throws -> OperationRecord? {
        let completion = Completion(
            token: record.lease?.token ?? "", response: response, digest: ContentDigest(bytes: [1]))
        return try await apply(.complete(completion), to: record.name)
    }

    /// Applies every due command, lets finished operations expire, then forgets overdue tombstones.
    ///
    /// - Parameter limit: of each kind.
    /// - Returns: how many records and tombstones were due.
    @discardableResult
    public func sweep(limit: Int = 1_000, jitter: Double = 0.5) async throws -> Int {
        let retention = tombstoneRetention
        return try await store.transact { transaction in
            let records = try transaction.due(limit: limit) + transaction.expired(limit: limit)
            let transitions = try records.map { record in
                guard
                    let command = Lifecycle.dueCommand(
                        for: record, at: transaction.now, jitter: jitter, tombstoneRetention: retention)
                else { throw ConformanceFailure(description: "'\(record.name)' came as due, but is not.") }
                return try Lifecycle.apply(command, to: record, at: transaction.now)
            }
            try transaction.write(transitions)
            return try transitions.count + transaction.purgeTombstones(limit: limit)
        }
    }

    /// The record, which must exist.
    public func record(_ name: OperationName) async throws -> OperationRecord {
        try await store.lookup(name).record(named: name)
    }

    /// What the store answers inside a transaction that writes nothing.
    public func inspect<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await store.transact(question)
    }

    private func after(_ transition: Transition, _ name: OperationName) throws(ServiceError) -> OperationRecord {
        guard let record = transition.after else { throw .notFound(name) }
        return record
    }
}
