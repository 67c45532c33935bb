/// What a list keeps beyond its scope: decided by the filter language, asked by a store for each record it looks at.
public struct RecordFilter: Sendable {
    /// What holds for every record that is kept, so that an index can lead to them.
    public let bounds: FilterBounds
    /// True when ``keeps(_:)`` looks into payloads, which stores keep apart.
    public let needsPayloads: Bool
    /// How many of its tests go through whole texts; what a look costs grows with them.
    public let searches: Int
    private let bare: @Sendable (OperationRecord) -> Bool
    private let full: @Sendable (OperationRecord) -> Bool

    /// Keeps every record.
    public static let everything = RecordFilter { _ in true }

    /// - Parameters:
    ///   - mayKeep: false for a record that is not kept whatever its payloads are.
    ///   - keeps: the decision.
    public init(
        bounds: FilterBounds = FilterBounds(), needsPayloads: Bool = false, searches: Int = 0,
        mayKeep: @escaping @Sendable (OperationRecord) -> Bool = { _ in true },
        keeps: @escaping @Sendable (OperationRecord) -> Bool
    ) {
        self.bounds = bounds
        self.needsPayloads = needsPayloads
        self.searches = searches
        bare = mayKeep
        full = keeps
    }

    /// False when the record is not kept, whatever its payloads are.
    ///
    /// - Parameter record: may lack its payloads.
    public func mayKeep(_ record: OperationRecord) -> Bool { bare(record) }

    /// - Parameter record: may lack its payloads unless ``needsPayloads``.
    public func keeps(_ record: OperationRecord) -> Bool { full(record) }
}
