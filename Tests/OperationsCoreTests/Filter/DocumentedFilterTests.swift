import Testing

@testable import OperationsCore

/// The filters that Google's services document of their own operations, each with what it must match and must not. The
/// numbers are those of the collection they come from.
@Suite struct DocumentedFilterTests {
    @Test(arguments: DocumentedFilter.spanner + DocumentedFilter.dataproc + DocumentedFilter.others)
    func matchesWhatItsServiceSays(_ documented: DocumentedFilter) throws {
        for (index, record) in documented.matches.enumerated() {
            #expect(try keeps(documented.filter, record), "\(documented.filter) misses its operation \(index)")
        }
        for (index, record) in documented.others.enumerated() {
            #expect(try !keeps(documented.filter, record), "\(documented.filter) takes the other operation \(index)")
        }
    }
}

struct DocumentedFilter: CustomTestStringConvertible {
    let row: Int
    let filter: String
    let matches: [OperationRecord]
    let others: [OperationRecord]

    init(_ row: Int, _ filter: String, _ matches: [OperationRecord], not others: [OperationRecord]) {
        self.row = row
        self.filter = filter
        self.matches = matches
        self.others = others
    }

    var testDescription: String { "\(row): \(filter)" }

    static let running = operation("operations/r", .running)
    static let waiting = operation("operations/w", .pending)
    static let succeeded = operation("operations/s", .succeeded)
    static let failed = operation("operations/f", .failed)
    static let cancelled = operation("operations/c", .cancelled)
    static let finished = [succeeded, failed, cancelled]
    static let unfinished = [running, waiting]
}
