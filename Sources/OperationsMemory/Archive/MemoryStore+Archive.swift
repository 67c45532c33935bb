public import OperationsCore

extension MemoryStore: ArchivableStore {
    public func schemaVersions() async throws -> [String] { [] }

    public func archive(
        _ kind: ArchiveKind, after key: ArchiveKey?, within bounds: ArchivePage.Bounds
    ) async throws -> [ArchiveItem] {
        withState { $0.archive(kind, after: key, within: bounds) }
    }

    public func nextKey(of kind: ArchiveKind, after key: ArchiveKey?) async throws -> ArchiveKey? {
        withState { $0.archive(kind, after: key, within: ArchivePage.Bounds(count: 1)).first?.key }
    }

    public func feedPlaces(after position: Int64, limit: Int) async throws -> [FeedPlace] {
        withState { state in
            state.feed(after: position).prefix(max(limit, 0)).map { FeedPlace(position: $0.position, name: $0.name) }
        }
    }

    public func lastPosition() async throws -> Int64 {
        withState { $0.counters.position }
    }

    public func presence(of names: Set<OperationName>) async throws -> [OperationName: NamePresence] {
        withState { state in
            var found: [OperationName: NamePresence] = [:]
            for name in names { found[name] = state.presence(of: name) }
            return found
        }
    }

    public func structuralFaults() async throws -> [String] { [] }

    public func isIncomplete() async throws -> Bool {
        withState { $0.isLoading }
    }

    public func beginLoading(secret: [UInt8], lastPosition: Int64) async throws {
        try withState { state in
            guard !state.isLoading else { throw ArchiveLoadingError.incomplete }
            guard state.isEmpty else { throw ArchiveLoadingError.notEmpty }
            state.beginLoading(behind: lastPosition)
        }
        replaceSecret(by: secret)
    }

    public func load(_ items: [ArchiveItem]) async throws {
        try withState { state in
            guard state.isLoading else { throw ArchiveLoadingError.notBegun }
            // A copy, so that nothing of a page remains that does not fit.
            var loaded = state
            for item in items { try loaded.load(item) }
            state = loaded
        }
    }

    public func endLoading() async throws {
        withState { $0.endLoading() }
    }
}
