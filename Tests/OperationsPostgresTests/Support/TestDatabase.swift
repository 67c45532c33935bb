import Foundation
import OperationsCore
@testable import OperationsPostgres
import OperationsTestKit
import PostgresClient
import Testing

/// The PostgreSQL server of the tests; see `scripts/postgres-up`.
enum TestDatabase {
    static let connection = ProcessInfo.processInfo.environment["LONGRUN_TEST_POSTGRES"]

    static var isThere: Bool { connection != nil }

    /// The same server, as another user.
    static func connection(as role: String) throws -> String {
        var components = try #require(URLComponents(string: connection ?? ""))
        components.user = role
        return try #require(components.string)
    }

    /// Runs `body` with a role that may do everything in the schema, owns nothing and has its name.
    static func withRole(in schema: String, _ body: (String) async throws -> Void) async throws {
        try await run {
            try $0.execute(
                "CREATE ROLE \(schema) LOGIN; GRANT ALL ON SCHEMA \(schema) TO \(schema);"
                    + "GRANT ALL ON ALL TABLES IN SCHEMA \(schema) TO \(schema);"
                    + "GRANT ALL ON ALL SEQUENCES IN SCHEMA \(schema) TO \(schema)", within: .seconds(5))
        }
        var failure: (any Error)?
        do { try await body(schema) } catch { failure = error }
        try await run { try $0.execute("DROP OWNED BY \(schema); DROP ROLE \(schema)", within: .seconds(5)) }
        if let failure { throw failure }
    }

    static func newSchema() -> String {
        "test_\(UInt64.random(in: .min ... .max))"
    }

    static func options(_ schema: String, time: (any TimeSource)? = nil) throws -> PostgresStore.Options {
        var options = PostgresStore.Options(connection: try #require(connection))
        options.schema = schema
        options.connections = 10
        // Bodies of tests take their time on a busy machine.
        options.longestPause = .seconds(20)
        options.time = time
        return options
    }

    /// Runs `body` on a connection of its own, with the schema first in its search path.
    @discardableResult
    static func run<Value: Sendable>(
        _ schema: String = "public", _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let connection = try await open(schema)
        do {
            let value = try await connection.run(body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    static func open(_ schema: String) async throws -> PostgresConnection {
        var configuration = try PostgresConfiguration(try #require(connection))
        configuration.settings = [PostgresConfiguration.Setting("search_path", schema)]
        return try await PostgresConnection.open(configuration)
    }

    static func drop(_ schema: String) async throws {
        try await run {
            try $0.execute(
                "SET client_min_messages = warning; DROP SCHEMA IF EXISTS \(schema) CASCADE", within: .seconds(30))
        }
    }
}

/// Runs `body` with the name of a schema that is not there yet, and drops it afterwards.
func withSchema<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    await TestGate.shared.enter()
    let schema = TestDatabase.newSchema()
    do {
        let value = try await body(schema)
        try await TestDatabase.drop(schema)
        await TestGate.shared.leave()
        return value
    } catch {
        try? await TestDatabase.drop(schema)
        await TestGate.shared.leave()
        throw error
    }
}

/// Runs `body` with an empty store and a driver on manual time.
func withPostgresStore(
    change: (inout PostgresStore.Options) -> Void = { _ in },
    _ body: (PostgresStore, StoreDriver) async throws -> Void
) async throws {
    try await withSchema { schema in
        let time = ManualTime()
        var options = try TestDatabase.options(schema, time: time)
        change(&options)
        let store = try await PostgresStore.open(options)
        do {
            try await body(store, StoreDriver(store: store, time: time))
            await store.close()
        } catch {
            await store.close()
            throw error
        }
    }
}
