/// Gathers items until they are as many, or as big, as was asked for; the same for every store.
///
/// ```swift
/// var page = ArchivePage(bounds)
/// for item in candidates {
///     guard page.offer(item) else { break }
/// }
/// return page.items
/// ```
public struct ArchivePage: Sendable {
    /// How much is read at once.
    public struct Bounds: Hashable, Sendable {
        /// Items; 1 or more. Default 1,000.
        public var count: Int
        /// Their bytes together; one item is always taken. Default 8 MiB.
        public var bytes: Int

        public init(count: Int = 1_000, bytes: Int = 8 * 1_024 * 1_024) {
            self.count = count
            self.bytes = bytes
        }
    }

    public private(set) var items: [ArchiveItem] = []
    private var bytes = 0
    private let bounds: Bounds

    public init(_ bounds: Bounds) {
        self.bounds = bounds
    }

    /// How many more items there is room for, if they are small.
    public var room: Int { max(bounds.count - items.count, 0) }

    /// - Returns: false when the page is full, and the item not part of it.
    public mutating func offer(_ item: ArchiveItem) -> Bool {
        let size = item.size
        guard items.count < bounds.count, items.isEmpty || bytes + size <= bounds.bytes else { return false }
        bytes += size
        items.append(item)
        return true
    }
}
