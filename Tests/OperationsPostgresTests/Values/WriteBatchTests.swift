import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsPostgres

@Suite struct WriteBatchTests {
    private func changes(_ kibibytes: [Int]) throws -> [WriteSet.Change] {
        var set = WriteSet()
        let names = kibibytes.indices.map { OperationName(stored: "operations/n\($0)") }
        for (name, size) in zip(names, kibibytes) {
            let request = StartRequest(request: Samples.payload(String(repeating: "x", count: size * 1_024)))
            let start = try Lifecycle.start(
                request, as: name, digest: nil, defaultTimeToLive: .seconds(60), at: ManualTime().now)
            set.add(start, to: nil)
        }
        return names.compactMap { set.changes[$0] }
    }

    /// A statement that takes long to send looks like one of a node that has stopped.
    @Test func aStatementCarriesAMebibyteOrOneRow() throws {
        #expect(WriteSet.batches(try changes([400, 400, 400, 100])).map(\.count) == [2, 2])
        #expect(WriteSet.batches(try changes([10, 3_000, 10])).map(\.count) == [1, 1, 1])
        #expect(WriteSet.batches(try changes(Array(repeating: 0, count: 501))).map(\.count) == [500, 1])
        #expect(WriteSet.batches([]).isEmpty)
    }
}
