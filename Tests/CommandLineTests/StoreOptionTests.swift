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

    @Test(
        "say which store there cannot be, and end with 2",
        arguments: ["", "mysql:a", "longrun.db", "memory:", "sqlite:", "postgres:host", "postgres://h/d?nonsense=1"])
    func impossible(name: String) async throws {
        for words in [["check", name], ["migrate", name], ["copy", name, "sqlite:a"], ["copy", "sqlite:a", name]] {
            let error = try await #require(throws: CommandFailure.self) { try await run(words) }
            #expect(error.status == .usage && error.description.hasSuffix("."))
            let json = FailureReport(error, format: .json).text
            #expect(
                json.hasPrefix("{\"code\":3,") && json.contains("\"INVALID_STORE\"") && json.contains("longrun.dev"))
        }
    }

    @Test("say which store is not there, and end with 1")
    func missing() async throws {
        let error = try await #require(throws: CommandFailure.self) {
            try await run(["check", "sqlite:/no/such/file"])
        }
        #expect(error.status == .failure && error.description.hasSuffix("."))
        let json = FailureReport(error, format: .json).text
        #expect(json.hasPrefix("{\"code\":5,") && json.contains("\"STORE_NOT_FOUND\""))
    }

    @Test("say which configuration file cannot be read")
    func configuration() async throws {
        let error = try await #require(throws: CommandFailure.self) {
            try await run(["check", "sqlite:a.db", "--config", "/no/such/file"])
        }
        #expect(FailureReport(error, format: .json).text.contains("\"INVALID_CONFIGURATION\""))
    }

    private func run(_ words: [String]) async throws {
        var command = try #require(try Longrun.parseAsRoot(["store"] + words) as? any AsyncParsableCommand)
        try await command.run()
    }

    @Test("say what was applied")
    func migration() {
        #expect(
            StoreText.migration(SchemaMigration(present: [], applied: ["1", "2"])) == "present  none\napplied  1, 2")
    }
}
