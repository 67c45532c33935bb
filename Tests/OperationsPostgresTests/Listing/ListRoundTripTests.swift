import Logging
import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// How often a page goes to the server and back, whatever the store holds.
@Suite(.enabled(if: TestDatabase.isThere), .serialized) struct ListRoundTripTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var filter = RecordFilter.everything
        var limit = 50
        var order = ListOrder.byName
        let flushes: ClosedRange<Int>
        let records: ClosedRange<Int>
    }

    @Test(arguments: [
        Case(testDescription: "everything", flushes: 3...3, records: 50...50),
        Case(testDescription: "everything, 1,000", limit: 1_000, flushes: 3...3, records: 1_000...1_000),
        Case(
            testDescription: "everything by end", order: ListOrder(field: .endTime, isDescending: true), flushes: 3...3,
            records: 50...50),
        Case(
            testDescription: "some states", filter: .within(FilterBounds(states: [.pending, .failed])), flushes: 3...3,
            records: 50...50),
        Case(
            testDescription: "two labels and a queue",
            filter: .within(FilterBounds(queues: ["mail"], labels: ["team": ["a"]])), flushes: 4...5, records: 50...50),
        Case(
            testDescription: "a small set in another order", filter: .within(FilterBounds(labels: ["rare": ["yes"]])),
            order: ListOrder(field: .createTime), flushes: 4...4, records: 7...7),
        Case(
            testDescription: "nothing", filter: .within(FilterBounds(queues: ["none"])), flushes: 2...2, records: 0...0),
        Case(
            testDescription: "a fifth of all", filter: .within(FilterBounds()) { $0.priority == 2 }, flushes: 4...6,
            records: 50...50),
        Case(
            testDescription: "none of all", filter: .within(FilterBounds()) { _ in false }, flushes: 7...8,
            records: 0...0),
        Case(
            testDescription: "two fifths of all by payload",
            filter: .within(FilterBounds(), needsPayloads: true) { $0.response != nil }, flushes: 5...7,
            records: 50...50),
    ])
    func fewRoundTripsAreMade(_ testCase: Case) async throws {
        try await withPostgresStore { store, driver in
            try await driver.populate(2_500)
            let query = ListQuery(
                scope: .subtree(.root), filter: testCase.filter, order: testCase.order, limit: testCase.limit)
            let (page, flushes) = try await TestDatabase.run(store.schema.text) { session in
                let transaction = ListTransaction(
                    query, session, RecordCache(byteLimit: 0), DamageReports(logger: Logger(label: "test")))
                let page = try transaction.page()
                #expect(!session.isInTransaction)
                return (page, transaction.flushes)
            }
            #expect(testCase.records.contains(page.records.count), "\(page.records.count)")
            #expect(testCase.flushes.contains(flushes), "\(flushes)")
        }
    }
}
