import OperationsCore

/// A store with which something happens after a page was read or loaded.
final class MeddledStore: ArchivableStore {
    typealias Meddling = @Sendable (any ArchivableStore, [ArchiveItem]) async throws -> Void

    private let store: any ArchivableStore
    private let afterRead: Meddling
    private let afterLoad: Meddling
    private let beforeKey: KeyMeddling
    private let beforeEnd: @Sendable () async throws -> Void

    typealias KeyMeddling = @Sendable (ArchiveKind, ArchiveKey?) async throws -> Void

    /// - Parameters:
    ///   - afterRead: what happens before a page is given out; an error comes in its place.
    ///   - afterLoad: what happens when a page was taken in.
    ///   - beforeKey: what happens before a key is looked for.
    ///   - beforeEnd: what happens before the loading is ended; an error comes in its place.
    init(
        _ store: any ArchivableStore, afterRead: @escaping Meddling = { _, _ in },
        afterLoad: @escaping Meddling = { _, _ in }, beforeKey: @escaping KeyMeddling = { _, _ in },
        beforeEnd: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.store = store
        self.afterRead = afterRead
        self.afterLoad = afterLoad
        self.beforeKey = beforeKey
        self.beforeEnd = beforeEnd
    }

    func archive(
        _ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds
    ) async throws -> [ArchiveItem] {
        let items = try await store.archive(kind, after: key, within: bounds)
        try await afterRead(store, items)
        return items
    }

    func load(_ items: [ArchiveItem]) async throws {
        try await store.load(items)
        try await afterLoad(store, items)
    }

    func nextKey(of kind: ArchiveKind, after key: ArchiveKey?) async throws -> ArchiveKey? {
        try await beforeKey(kind, key)
        return try await store.nextKey(of: kind, after: key)
    }

    func schemaVersions() async throws -> [String] { try await store.schemaVersions() }
    func feedPlaces(after position: Int64, limit: Int) async throws -> [FeedPlace] {
        try await store.feedPlaces(after: position, limit: limit)
    }
    func lastPosition() async throws -> Int64 { try await store.lastPosition() }
    func presence(of names: Set<OperationName>) async throws -> [OperationName: NamePresence] {
        try await store.presence(of: names)
    }
    func structuralFaults() async throws -> [String] { try await store.structuralFaults() }
    func isIncomplete() async throws -> Bool { try await store.isIncomplete() }
    func beginLoading(secret: [UInt8], lastPosition: Int64) async throws {
        try await store.beginLoading(secret: secret, lastPosition: lastPosition)
    }
    func endLoading() async throws {
        try await beforeEnd()
        try await store.endLoading()
    }

    func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await store.transact(body)
    }
    func lookup(_ name: OperationName) async throws -> Lookup { try await store.lookup(name) }
    func list(_ query: ListQuery) async throws -> ListPage { try await store.list(query) }
    func history(of name: OperationName, after revision: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await store.history(of: name, after: revision, limit: limit)
    }
    func changes(after position: Int64, limit: Int) async throws -> [Change] {
        try await store.changes(after: position, limit: limit)
    }
    func descriptorSets() async throws -> [DescriptorSet] { try await store.descriptorSets() }
    func policy(of resource: String) async throws -> Policy? { try await store.policy(of: resource) }
    func secret() async throws -> [UInt8] { try await store.secret() }
    var fault: StoreFailure? { store.fault }
}
