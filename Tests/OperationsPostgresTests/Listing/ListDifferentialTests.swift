import OperationsCore
import OperationsMemory
import OperationsPostgres
import OperationsTestKit
import Testing

/// Random lists over thousands of operations: the PostgreSQL store against the reference store.
@Suite(.enabled(if: TestDatabase.isThere), .serialized) struct PostgresListDifferentialTests {
    @Test(arguments: [1] as [UInt64])
    func listsAgree(seed: UInt64) async throws {
        try await withPostgresStore { _, driver in
            let time = ManualTime()
            let reference = StoreDriver(store: MemoryStore(time: time), time: time)
            try await reference.populate(2_500)
            try await driver.populate(2_500)
            let all = try await reference.wholeList(ListQuery(scope: .subtree(.root), limit: 5_000))
            var random = SeededGenerator(seed: seed)
            let lists = try RandomLists(over: all, largestPage: 600)
            for number in 0..<40 {
                let query = lists.next(using: &random)
                let expected = try await reference.wholeList(query)
                let found = try await driver.wholeList(query)
                try #require(found == expected, "seed \(seed), list \(number): \(query)")
            }
        }
    }

    /// What callers write into filters and page tokens can be any text.
    @Test func hardTextIsNoFailure() async throws {
        try await withPostgresStore { store, driver in
            try await driver.start("a", parent: "projects/p")
            let texts = ["\u{0}", "projects/p/operations/a\u{0}", "\\", "\u{7F}\u{0}x", "🙂", "projects/p\u{0}/x"]
            for text in texts {
                let bounds = [
                    FilterBounds(names: .beginning(with: text)), FilterBounds(names: .exactly(text)),
                    FilterBounds(queues: [text]), FilterBounds(labels: [ByteText(text): [ByteText(text)]]),
                ]
                for bounds in bounds {
                    for field in ListOrder.Field.allCases {
                        let order = ListOrder(field: field)
                        var query = ListQuery(scope: .subtree(.root), filter: .within(bounds), order: order, limit: 5)
                        #expect(try await store.list(query).records == [], "\(bounds)")
                        query.after = ListCursor(
                            time: field == .name ? nil : .minimum, name: OperationName(stored: text))
                        #expect(try await store.list(query).records == [], "\(bounds)")
                    }
                }
            }
        }
    }
}
