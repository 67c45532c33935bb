import OperationsTestKit
import Testing

@testable import OperationsCore

/// What a call may look at is bounded by the text that its filter goes through, not by the number of records alone.
@Suite struct LookCostTests {
    @Test func longTextsAndManyWordsEndAPageSooner() throws {
        let words = (0..<10).map { "\"zz\($0)\"" }.joined(separator: " OR ")
        #expect(try looks(at: "x", for: "queue = nobody") >= 1_000)
        let short = try looks(at: "x", for: "\"zz\"")
        let long = try looks(at: String(repeating: "x", count: 40_000), for: "\"zz\"")
        let many = try looks(at: String(repeating: "x", count: 40_000), for: words)
        #expect(short > 500)
        #expect((10...60).contains(long))
        #expect((2...10).contains(many))
    }

    /// How many operations one call looks at whose error has that message.
    private func looks(at message: String, for filter: String) throws -> Int {
        let records = try Filter(filter, now: filterNow).records(reading: TextPayloads())
        var page = PageBuilder(ListQuery(scope: .subtree(.root), filter: records, limit: 50))
        var looks = 0
        while looks < 2_000 {
            let record = operation("operations/\(looks)", .failed, error: Status(code: .unknown, message: message))
            guard try page.offer(ListCursor(name: record.name), bare: { record }) else { break }
            looks += 1
        }
        return looks
    }
}
