import PostgresClient
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The PostgreSQL of the tests, by the variable LONGRUN_TEST_POSTGRES (a URI). To run them:
///
///     scripts/postgres-up --run swift test --filter PostgresClientTests
enum TestServer {
    static let uri = variable("LONGRUN_TEST_POSTGRES")

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    static func configuration(_ suffix: String = "") throws -> PostgresConfiguration {
        try PostgresConfiguration(try #require(uri) + suffix)
    }

    static func withConnection<Value>(
        _ configuration: PostgresConfiguration? = nil, _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await PostgresConnection.open(configuration ?? Self.configuration())
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Runs a body on a connection of its own.
    static func run<Value: Sendable>(_ body: @Sendable (PostgresSession) throws -> Value) async throws -> Value {
        try await withConnection { try await $0.run(body) }
    }
}

extension Trait where Self == ConditionTrait {
    /// Only with a PostgreSQL: see ``TestServer``.
    static var needsPostgres: Self {
        .enabled(if: TestServer.uri != nil, "LONGRUN_TEST_POSTGRES is not set: scripts/postgres-up --run swift test")
    }
}

extension PostgresSession {
    /// Runs one statement that is not kept, with a time limit that nothing in the tests comes near.
    @discardableResult
    func ask(
        _ sql: String, within limit: Duration = .seconds(20), _ bind: (inout PostgresBinder) -> Void = { _ in }
    ) throws(PostgresError) -> PostgresResult? {
        queue(PostgresStatement(unkept: sql), bind)
        return try flush(within: limit).first
    }

    func number(_ sql: String, _ bind: (inout PostgresBinder) -> Void = { _ in }) throws -> Int64? {
        try ask(sql, bind)?.first { $0.int() }
    }

    func text(_ sql: String, _ bind: (inout PostgresBinder) -> Void = { _ in }) throws -> String? {
        try ask(sql, bind)?.first { $0.text() }
    }
}

/// The error that a body throws; an issue when it throws none or another.
@discardableResult
func postgresError<Value>(
    _ body: () throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
) -> PostgresError? {
    let thrown = #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { () throws -> Void in
        _ = try body()
    }
    return thrown
}

@discardableResult
func postgresError<Value>(
    _ body: () async throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
) async -> PostgresError? {
    let thrown = await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { () async throws -> Void in
        _ = try await body()
    }
    return thrown
}

/// Holds the only connection of a pool until `body` has returned.
func withTakenConnection(of pool: PostgresPool, _ body: () async throws -> Void) async throws {
    try await TestServer.withConnection { other in
        let key = Int64.random(in: 0 ... .max)
        _ = try await other.run { try $0.ask("SELECT pg_advisory_lock($1)") { $0.int(key) }?.rowCount }
        let (taken, continuation) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group throws in
            group.addTask {
                try await pool.run { session in
                    continuation.yield()
                    try session.ask("SELECT pg_advisory_lock($1)") { $0.int(key) }
                    try session.ask("SELECT pg_advisory_unlock($1)") { $0.int(key) }
                }
            }
            for await _ in taken { break }
            try await body()
            _ = try await other.run { try $0.ask("SELECT pg_advisory_unlock($1)") { $0.int(key) }?.rowCount }
            try await group.waitForAll()
        }
    }
}
