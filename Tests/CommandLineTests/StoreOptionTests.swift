import ArgumentParser
import OperationsCore
import OperationsEngine
import Testing

@testable import longrun

@Suite("Store commands")
struct StoreOptionTests {
    @Test("take the names of stores")
    func names() throws {
        let copy = try #require(
            try Longrun.parseAsRoot(["store", "copy", "sqlite:a.db", "postgres://b/c", "--config", "l.yaml"])
                as? Store.Copy)
        #expect(copy.source == "sqlite:a.db" && copy.target == "postgres://b/c")
        #expect(copy.options.config == "l.yaml" && copy.options.output == .text)
        let check = try #require(
            try Longrun.parseAsRoot(["store", "check", "sqlite:a.db", "--output", "json"]) as? Store.Check)
        #expect(check.store == "sqlite:a.db" && check.options.output == .json)
        let migrate = try #require(try Longrun.parseAsRoot(["store", "migrate", "sqlite:a.db"]) as? Store.Migrate)
        #expect(migrate.store == "sqlite:a.db")
    }

    @Test(
        "are refused without them",
        arguments: [["copy"], ["copy", "sqlite:a.db"], ["check"], ["migrate"], ["check", "a", "b"], ["burn", "a"]])
    func missing(words: [String]) {
        #expect(throws: (any Error).self) { try Longrun.parseAsRoot(["store"] + words) }
    }

    @Test("say which store there cannot be", arguments: ["mysql:a", "longrun.db", "memory:", "sqlite:/no/such/file"])
    func unknown(name: String) async throws {
        let check = try #require(try Longrun.parseAsRoot(["store", "check", name]) as? Store.Check)
        let error = try await #require(throws: CommandFailure.self) { try await check.run() }
        #expect(error.status == .failure && error.description.hasSuffix("."))
    }

    @Test("say what was applied")
    func migration() {
        #expect(
            StoreText.migration(SchemaMigration(present: [], applied: ["1", "2"])) == "present  none\napplied  1, 2")
    }
}
