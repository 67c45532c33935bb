import GRDB
public import OperationsCore

extension SQLiteStore: ArchivableStore {
    public func schemaVersions() async throws -> [String] {
        try await read { try StoreMigrator.applied($0) }
    }

    public func archive(
        _ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds
    ) async throws -> [ArchiveItem] {
        try await read { try $0.archive(kind, after: key, within: bounds) }
    }

    public func nextKey(of kind: ArchiveKind, after key: ArchiveKey?) async throws -> ArchiveKey? {
        try await read { try $0.nextKey(of: kind, after: key) }
    }

    public func feedPlaces(after position: Int64, limit: Int) async throws -> [FeedPlace] {
        try await read { try $0.feedPlaces(after: position, limit: limit) }
    }

    public func lastPosition() async throws -> Int64 {
        try await read { try $0.lastPosition() }
    }

    public func presence(of names: Set<OperationName>) async throws -> [OperationName: NamePresence] {
        try await read { db in
            var found: [OperationName: NamePresence] = [:]
            for name in names { found[name] = try db.presence(of: name) }
            return found
        }
    }

    public func structuralFaults() async throws -> [String] {
        try await read { try $0.structuralFaults() }
    }

    public func isIncomplete() async throws -> Bool {
        try await read { try $0.isLoading() }
    }

    public func beginLoading(secret: [UInt8], lastPosition: Int64) async throws {
        try await write { try $0.beginLoading(secret: secret, lastPosition: lastPosition) }
        replaceSecret(by: secret)
    }

    public func load(_ items: [ArchiveItem]) async throws {
        try await write { try $0.load(items) }
    }

    public func endLoading() async throws {
        try await write { try $0.endLoading() }
        // So that the file alone is the whole store, for those who move it on.
        try await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
}
