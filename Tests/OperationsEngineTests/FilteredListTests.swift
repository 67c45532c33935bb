import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsSQLite
import OperationsTestKit
import Testing

/// Filters, orders and tokens together, as callers meet them.
@Suite struct FilteredListTests {
    @Test func filtersReachEveryPartOfTheRecord() async throws {
        try await withEngine { fixture async throws in
            let labels = ["env": "prod"]
            let a = try await fixture.engine.start(StartRequest(operationID: "a", queue: "reports", labels: labels))
            let b = try await fixture.engine.start(StartRequest(operationID: "b", metadata: Self.step("load")))
            _ = try await fixture.complete(try await fixture.leased(StartRequest(operationID: "c")), Self.step("done"))
            try await fixture.engine.cancel(b.name.text)
            func names(_ filter: String) async throws -> [Substring] {
                try await fixture.engine.listRecords(under: "", filter: filter).items.map(\.name.id)
            }
            #expect(try await names("done = false") == ["a"])
            #expect(try await names("queue = reports AND labels.env = prod") == ["a"])
            #expect(try await names("metadata.step = load") == ["b"])
            #expect(try await names("response.step = done OR error.code = 1") == ["b", "c"])
            #expect(try await names("name = \(a.name.text)") == ["a"])
            #expect(try await names("state = (SUCCEEDED OR CANCELLED)") == ["b", "c"])
            #expect(try await names("create_time > ago(1h) AND NOT done = true") == ["a"])
            #expect(try await names("state = RUNNING AND done = true").isEmpty)
            let page = try await fixture.engine.listOperations(under: "operations", filter: "{}")
            #expect(page.items.count == 3)
        }
    }

    @Test func agoMeansTheSameInstantOnEveryPage() async throws {
        try await withEngine { fixture async throws in
            for id in ["a", "b", "c"] { _ = try await fixture.engine.start(StartRequest(operationID: id)) }
            let first = try await fixture.engine.listRecords(under: "", filter: "create_time > ago(60s)", pageSize: 1)
            fixture.time.advance(by: .seconds(120))
            let second = try await fixture.engine.listRecords(
                under: "", filter: "create_time > ago(60s)", pageSize: 9, pageToken: first.nextPageToken)
            #expect(second.items.map(\.name.id) == ["b", "c"])
            #expect(try await fixture.engine.listRecords(under: "", filter: "create_time > ago(60s)").items.isEmpty)
        }
    }

    @Test func aTokenIsBoundToItsFilterAndItsOrder() async throws {
        try await withEngine { fixture async throws in
            for _ in 0..<3 { _ = try await fixture.engine.start(StartRequest()) }
            let token = try await fixture.engine.listRecords(
                under: "", filter: "done = false", orderBy: "create_time desc", pageSize: 1
            ).nextPageToken
            for (filter, order) in [
                ("done = true", "create_time desc"), ("done = false", "create_time"), ("done = false", ""),
                ("done  = false", "create_time desc"), ("", "create_time desc"),
            ] {
                let refused = await reason {
                    _ = try await fixture.engine.listRecords(
                        under: "", filter: filter, orderBy: order, pageToken: token)
                }
                #expect(refused == .invalidPageToken, "\(filter), \(order)")
            }
            let next = try await fixture.engine.listRecords(
                under: "", filter: "done = false", orderBy: "create_time desc", pageSize: 2, pageToken: token)
            #expect(next.items.count == 2)
        }
    }

    @Test(arguments: ["create_time", "create_time desc", "end_time", "end_time desc", "name", "name desc"])
    func pagesInEveryOrderNeitherRepeatNorLose(_ order: String) async throws {
        try await withEngine { fixture async throws in
            var expected: [OperationName] = []
            for index in 0..<20 {
                fixture.time.advance(by: .seconds(index % 3))
                expected.append(try await fixture.engine.start(StartRequest(operationID: "op-\(index + 100)")).name)
            }
            if order.hasSuffix("desc") { expected.reverse() }
            var names: [OperationName] = []
            var token = ""
            repeat {
                let page = try await fixture.engine.listRecords(
                    under: "", filter: "done = false", orderBy: order, pageSize: 3, pageToken: token)
                names += page.items.map(\.name)
                token = page.nextPageToken
                // What comes and goes between the pages changes nothing for those who stay.
                if let first = page.items.first { try await fixture.engine.delete(first.name.text) }
                _ = try await fixture.engine.start(StartRequest(queue: "late", metadata: Self.step("x")))
            } while !token.isEmpty && names.count < 60
            #expect(names.filter(Set(expected).contains) == expected)
        }
    }

    /// Those that have not ended stand first, and are found again where their end has put them.
    @Test func theLatestEndsFirst() async throws {
        try await withEngine { fixture async throws in
            for id in ["a", "b", "c", "d", "e"] { _ = try await fixture.engine.start(StartRequest(operationID: id)) }
            for id in ["d", "a"] {
                try await fixture.engine.cancel("operations/\(id)")
                fixture.time.advance(by: .seconds(1))
            }
            let first = try await fixture.engine.listRecords(under: "", orderBy: "end_time desc", pageSize: 2)
            try await fixture.engine.cancel("operations/b")
            let second = try await fixture.engine.listRecords(
                under: "", orderBy: "end_time desc", pageSize: 9, pageToken: first.nextPageToken)
            #expect(first.items.map(\.name.id) == ["e", "c"])
            #expect(second.items.map(\.name.id) == ["b", "a", "d"])
            let ascending = try await fixture.engine.listRecords(under: "", orderBy: "end_time")
            #expect(ascending.items.map(\.name.id) == ["d", "a", "b", "c", "e"])
        }
    }

    /// A filter that no index answers looks at so many operations in one call; the rest comes with the next pages.
    @Test func aSearchThroughManyEndsEarlyAndGoesOn() async throws {
        try await withEngine { fixture async throws in
            for batch in 0..<4 {
                let requests = (0..<1_000).map { index in
                    StartRequest(
                        operationID: "op-\(batch)-\(index + 1_000)",
                        metadata: Self.step(batch == 3 && index == 999 ? "needle" : "hay"))
                }
                _ = try await fixture.engine.start(requests, parent: .root)
            }
            var found: [OperationName] = []
            var pages = 0
            var token = ""
            repeat {
                let page = try await fixture.engine.listOperations(
                    under: "", filter: "metadata.step = needle", pageToken: token)
                found += page.items.map(\.name)
                token = page.nextPageToken
                pages += 1
            } while !token.isEmpty
            #expect(found.map(\.id) == ["op-3-1999"])
            #expect(pages > 2 && pages < 20)
        }
    }

    private static func step(_ step: String) -> Payload {
        .json(typeURL: "type.googleapis.com/test.Progress", text: #"{"step": "\#(step)"}"#)
    }
}
