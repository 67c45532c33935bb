/// Rows of a table that belong to nothing, as a fault of the store.
public struct StrayRows: Hashable, Sendable {
    private let table: String
    private let count: Int

    /// - Parameter count: 1 or more.
    public init(table: String, count: Int) {
        self.table = table
        self.count = count
    }

    /// When there are no such operations.
    public var sentence: String {
        count == 1
            ? "The table \(table) has 1 row of an operation that does not exist."
            : "The table \(table) has \(count) rows of operations that do not exist."
    }

    /// When there are the operations, and they know nothing of the rows.
    public var sentenceOfOthers: String {
        count == 1
            ? "The table \(table) has 1 row of which its operation knows nothing."
            : "The table \(table) has \(count) rows of which their operations know nothing."
    }
}
