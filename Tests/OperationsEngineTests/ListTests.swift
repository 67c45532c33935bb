import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct ListTests {
    @Test func pagesNeitherRepeatNorLose() async throws {
        try await withEngine { fixture async throws in
            let requests = (0..<25).map { StartRequest(operationID: "op-\($0 + 100)") }
            let records = try await fixture.engine.start(requests, parent: try Parent("locations/l"))
            var names: [OperationName] = []
            var token = ""
            var size: Int32 = 4
            repeat {
                let page = try await fixture.engine.listOperations(
                    under: "locations/l/operations", pageSize: size, pageToken: token)
                names += page.items.map(\.name)
                token = page.nextPageToken
                size += 1
                if let first = page.items.first { try await fixture.engine.delete(first.name.text) }
            } while !token.isEmpty
            #expect(names == records.map(\.name))
        }
    }

    @Test func aTokenIsBoundToItsQueryItsSpellingAndItsTime() async throws {
        try await withEngine { fixture async throws in
            _ = try await fixture.engine.start([StartRequest(), StartRequest(), StartRequest()], parent: .root)
            let token = try await fixture.engine.listOperations(under: "", pageSize: 1).nextPageToken
            let other = await reason {
                _ = try await fixture.engine.listOperations(under: "locations/l", pageSize: 1, pageToken: token)
            }
            #expect(other == .invalidPageToken)
            let records = await reason { _ = try await fixture.engine.listRecords(under: "", pageToken: token) }
            #expect(records == .invalidPageToken)
            for index in token.indices {
                var forged = token
                forged.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
                let sent = forged
                let refused = await reason {
                    _ = try await fixture.engine.listOperations(under: "", pageSize: 1, pageToken: sent)
                }
                #expect(refused == .invalidPageToken)
            }
            for wrong in [token + "=", token + "A", " " + token, "x"] {
                let refused = await reason {
                    _ = try await fixture.engine.listOperations(under: "", pageSize: 1, pageToken: wrong)
                }
                #expect(refused == .invalidPageToken)
            }
            fixture.time.advance(by: .seconds(3 * 86_400 + 1))
            let late = await reason {
                _ = try await fixture.engine.listOperations(under: "", pageSize: 1, pageToken: token)
            }
            #expect(late == .invalidPageToken)
        }
    }

    @Test func aHyphenStandsForAnyOneID() async throws {
        try await withEngine { fixture async throws in
            for parent in ["projects/p/locations/a", "projects/p/locations/b", "projects/q/locations/a", "projects/p"] {
                _ = try await fixture.engine.start(StartRequest(parent: try Parent(parent), operationID: "x"))
            }
            func names(_ pattern: String) async throws -> [String] {
                try await fixture.engine.listOperations(under: pattern).items.map(\.name.text)
            }
            #expect(
                try await names("projects/p/locations/-")
                    == ["projects/p/locations/a/operations/x", "projects/p/locations/b/operations/x"])
            #expect(
                try await names("projects/-/locations/a/operations")
                    == ["projects/p/locations/a/operations/x", "projects/q/locations/a/operations/x"])
            #expect(try await names("projects/-") == ["projects/p/operations/x"])
            #expect(try await names("") == [])
        }
    }

    @Test func aSubtreeHoldsAllBelow() async throws {
        try await withEngine { fixture async throws in
            for parent in ["", "projects/p", "projects/p/locations/a", "projects/p2"] {
                _ = try await fixture.engine.start(StartRequest(parent: try Parent(parent), operationID: "x"))
            }
            #expect(try await fixture.engine.listRecords(under: "projects/p").items.count == 2)
            #expect(try await fixture.engine.listRecords(under: "").items.count == 4)
        }
    }

    @Test func whatIsWrongIsSaid() async throws {
        try await withEngine { fixture async throws in
            let engine = fixture.engine
            #expect(
                await reason { _ = try await engine.listOperations(under: "", filter: "don=true") } == .invalidFilter)
            #expect(await reason { _ = try await engine.listRecords(under: "", filter: "(") } == .invalidFilter)
            #expect(
                await reason { _ = try await engine.listRecords(under: "", orderBy: "priority") } == .invalidOrderBy)
            #expect(await reason { _ = try await engine.listOperations(under: "", pageSize: -1) } == .invalidField)
            #expect(await reason { _ = try await engine.listOperations(under: "projects") } == .invalidField)
        }
    }
}
