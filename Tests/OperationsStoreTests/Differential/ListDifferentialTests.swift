import OperationsCore
import OperationsMemory
import OperationsSQLite
import OperationsTestKit
import Testing

/// Random lists over thousands of operations: the SQLite store against the reference store.
@Suite struct ListDifferentialTests {
    @Test(arguments: [1, 2] as [UInt64])
    func listsAgree(seed: UInt64) async throws {
        try await withSQLiteStore { _, driver in
            let time = ManualTime()
            let reference = StoreDriver(store: MemoryStore(time: time), time: time)
            try await reference.populate(2_500)
            try await driver.populate(2_500)
            let all = try await reference.wholeList(ListQuery(scope: .subtree(.root), limit: 5_000))
            var random = SeededGenerator(seed: seed)
            let lists = try RandomLists(over: all, largestPage: 600)
            for number in 0..<60 {
                let query = lists.next(using: &random)
                let expected = try await reference.wholeList(query)
                let found = try await driver.wholeList(query)
                try #require(found == expected, "seed \(seed), list \(number): \(query)")
            }
        }
    }
}
