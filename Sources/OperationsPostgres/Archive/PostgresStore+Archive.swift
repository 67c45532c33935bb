public import OperationsCore
import PostgresClient

/// Reading all there is. Pages are statements of their own, so what other nodes commit meanwhile may be seen in part.
extension PostgresStore {
    public func schemaVersions() async throws -> [String] {
        try await ask(.appliedMigrations) { _ in
        } read: {
            try $0.all { String($0.int32()) }
        }
    }

    public func archive(
        _ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds
    ) async throws -> [ArchiveItem] {
        let query = ArchiveQuery(kind)
        let items = try await ask(query.statement) {
            query.bind(key, within: bounds, to: &$0)
        } read: {
            try $0.all(query.read)
        }
        var page = ArchivePage(bounds)
        for item in items { guard page.offer(item) else { break } }
        return page.items
    }

    public func nextKey(of kind: ArchiveKind, after key: ArchiveKey?) async throws -> ArchiveKey? {
        let query = ArchiveQuery(kind)
        return try await ask(query.keyStatement) {
            query.bind(key, to: &$0)
        } read: {
            try $0.first(query.readKey)
        }
    }

    public func feedPlaces(after position: Int64, limit: Int) async throws -> [FeedPlace] {
        try await ask(.feedPlaces) {
            $0.int(position)
            $0.int(Int64(max(limit, 0)))
        } read: {
            try $0.all { FeedPlace(position: $0.int(), name: $0.name()) }
        }
    }

    /// The last that a transaction with the present number could have given out; for who may not read that number, the
    /// last that was given out and is still there.
    public func lastPosition() async throws -> Int64 {
        if options.onlyReads, try await !mayReadNumbers() {
            return try await ask(StoreStatement.newestPosition) { _ in
            } read: {
                try $0.first { $0.optionalInt() ?? 0 } ?? 0
            }
        }
        let number = try await ask(.lastCommit) { _ in
        } read: {
            try $0.first { $0.int() }
        }
        return FeedNumber(number ?? 0).lastPosition
    }

    private func mayReadNumbers() async throws -> Bool {
        try await ask(.mayReadNumbers) { _ in
        } read: {
            try $0.first { $0.bool() } ?? false
        }
    }

    public func presence(of names: Set<OperationName>) async throws -> [OperationName: NamePresence] {
        let found = try await ask(.presence) {
            $0.names(Array(names))
        } read: {
            try $0.all { row in
                (
                    row.name(),
                    NamePresence(isLive: row.bool(), hasTombstone: row.bool(), requestID: row.optionalKept())
                )
            }
        }
        return Dictionary(found) { first, _ in first }
    }

    public func isIncomplete() async throws -> Bool {
        try await ask(.meta) {
            $0.text(MetaKey.loading)
        } read: {
            try $0.first { _ in true } ?? false
        }
    }

    /// As `ask`, of the statements of the archive.
    func ask<Value: Sendable>(
        _ statement: ArchiveStatement, _ bind: @escaping @Sendable (inout PostgresBinder) -> Void,
        read: @escaping @Sendable (PostgresResult) throws -> Value
    ) async throws -> Value {
        try await self.read { session in
            session.queue(statement.statement, bind)
            do {
                guard let result = try session.flush(within: Self.readPatience).first else {
                    throw UnreadableRow(what: "no answer")
                }
                return try read(result)
            } catch let error as PostgresError where error.saysDamage {
                throw UnreadableRow(what: error.sentence)
            }
        }
    }
}

/// How positions follow from the number of a transaction.
struct FeedNumber: Hashable {
    private static let bits: Int64 = 20

    let number: Int64

    init(_ number: Int64) {
        self.number = number
    }

    /// The first number whose positions all lie behind `position`.
    init(behind position: Int64) {
        number = (max(position, 0) >> Self.bits) + 1
    }

    var lastPosition: Int64 { number << Self.bits | (1 << Self.bits - 1) }
}

extension PostgresError {
    /// True when the server found its own files damaged, and the same question will find them so again.
    fileprivate var saysDamage: Bool {
        sqlState == .dataCorrupted || sqlState == .indexCorrupted
    }
}
