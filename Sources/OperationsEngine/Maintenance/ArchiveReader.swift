import OperationsCore

/// Reads all items of one kind, page by page.
struct ArchiveReader {
    let kind: ArchiveKind
    private let store: any ArchivableStore
    private let wide: ArchivePage.Bounds
    private var bounds: ArchivePage.Bounds
    private var rest: ArraySlice<ArchiveItem> = []
    /// The last item that was read.
    private(set) var key: ArchiveKey?

    init(_ kind: ArchiveKind, of store: any ArchivableStore, within bounds: ArchivePage.Bounds) {
        self.kind = kind
        self.store = store
        wide = bounds
        self.bounds = bounds
    }

    /// The items behind those that were given; empty when there are none.
    mutating func nextPage() async throws -> [ArchiveItem] {
        guard rest.isEmpty else {
            defer { rest = [] }
            return Array(rest)
        }
        let page = try await store.archive(kind, after: key, within: bounds)
        if let last = page.last { key = last.key }
        bounds.count = min(bounds.count * 2, wide.count)
        return page
    }

    /// The next item; nil when there is none.
    mutating func next() async throws -> ArchiveItem? {
        if rest.isEmpty { rest = try await nextPage()[...] }
        return rest.popFirst()
    }

    /// Reads one item next, so that what can be read comes before what cannot; then two, four, and so on.
    ///
    /// - Returns: false when it was one already.
    mutating func narrow() -> Bool {
        defer { bounds.count = 1 }
        return bounds.count > 1
    }

    /// Goes on behind an item that cannot be read.
    mutating func skip(_ key: ArchiveKey) {
        self.key = key
    }
}
