public import OperationsCore
import PostgresClient
import Synchronization

extension PostgresStore {
    public func lookup(_ name: OperationName) async throws -> Lookup {
        try await lookups.lookup(name) { try await self.find($0) }
    }

    /// First the rows, then the tombstones, which come with or after the end of a row: so none is overlooked.
    private func find(_ names: [OperationName]) async throws -> LookupBatcher.Found {
        let cache = surroundings.cache
        // Others wait for this query, so the end of one caller does not end it.
        return try await read(onCancel: .finish) { session in
            let cached = cache.records(names)
            session.queue(StoreStatement.operations.statement) {
                $0.names(names)
                $0.ints(names.map(cached.version))
            }
            session.queue(StoreStatement.tombstones.statement) { $0.names(names) }
            let results = try session.flush(within: Self.readPatience)
            var found: LookupBatcher.Found = [:]
            for tombstone in try Self.readable(results.last, &found, TombstoneColumns.read) {
                found[tombstone.name] = .success(.gone(tombstone))
            }
            let rows = try Self.readable(results.first, &found, cached.row)
            cache.put(rows)
            for row in rows { found[row.record.name] = .success(.live(row.record)) }
            return found
        }
    }

    /// What cannot be read is told to those alone who ask for it.
    private static func readable<Value>(
        _ result: PostgresResult?, _ found: inout LookupBatcher.Found, _ read: (inout PostgresRow) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try result?.forEach { row in
            do {
                values.append(try read(&row))
            } catch let unreadable as UnreadableRow {
                guard let name = unreadable.name else { throw unreadable }
                found[name] = .failure(FailureMapping.failure(unreadable) ?? unreadable)
            }
            return true
        }
        return values
    }

    public func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await ask(.history, of: name) {
            $0.kept(name.text)
            $0.int(revision)
            $0.int(Int64(max(limit, 0)))
        } read: {
            try $0.all(HistoryColumns.read)
        }
    }

    public func changes(after position: Int64, limit: Int) async throws -> [Change] {
        try await ask(.changes) {
            $0.int(position)
            $0.int(Int64(max(limit, 0)))
        } read: {
            try $0.all(Change.init)
        }
    }

    public func descriptorSets() async throws -> [DescriptorSet] {
        try await ask(.descriptorSets) { _ in
        } read: {
            try $0.all(DescriptorSet.init)
        }
    }

    public func policy(of resource: String) async throws -> Policy? {
        try await ask(.policy, of: OperationName(stored: resource)) {
            $0.kept(resource)
        } read: {
            try $0.first(PolicyColumns.read)
        }
    }

    public func secret() async throws -> [UInt8] {
        state.withLock { $0.secret }
    }
}

extension PostgresStore {
    /// How long one question may take.
    static let readPatience = Duration.seconds(10)

    /// Asks one question outside of transactions.
    ///
    /// - Parameter name: what it is about.
    func ask<Value: Sendable>(
        _ statement: StoreStatement, of name: OperationName? = nil,
        _ bind: @escaping @Sendable (inout PostgresBinder) -> Void,
        read: @escaping @Sendable (PostgresResult) throws -> Value
    ) async throws -> Value {
        try await self.read { session in
            session.queue(statement.statement, bind)
            guard let result = try session.flush(within: Self.readPatience).first else {
                throw UnreadableRow(what: "no answer")
            }
            do {
                return try read(result)
            } catch let unreadable as UnreadableRow {
                throw name.map(unreadable.of) ?? unreadable
            }
        }
    }

    /// Runs `body` on a connection for reading; what a lost connection cut short is asked again, since reading twice
    /// does no harm.
    func read<Value: Sendable>(
        onCancel: PostgresPool.CancelBehaviour = .cancelQuery,
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        var tries = 0
        while true {
            tries += 1
            do {
                return try await readers.run(onCancel: onCancel, body)
            } catch let error as PostgresError where error.kind == .connectionLost && tries < 3 {
                continue
            } catch {
                try Task.checkCancellation()
                throw shown(error)
            }
        }
    }
}

extension Change {
    /// A position and a name, whether it is gone, and the row if it is not.
    init(_ row: inout PostgresRow) throws {
        let position = row.int()
        let name = row.name()
        let record = row.bool() ? nil : try RecordColumns.read(&row).record
        self.init(position: position, name: name, record: record)
    }
}
