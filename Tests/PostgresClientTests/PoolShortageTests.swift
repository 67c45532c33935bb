import Logging
import PostgresClient
import Testing

/// A server that has no room for as many connections as the pool may hold.
@Suite(.needsPostgres, .timeLimit(.minutes(1)))
struct PoolShortageTests {
    /// Runs a body with a pool whose server lets in one connection at a time.
    private func withNarrowServer(
        _ wait: Duration, _ body: (PostgresPool) async throws -> Void
    ) async throws {
        let role = "narrow_\(UInt32.random(in: 0 ... .max))"
        try await TestServer.run {
            try $0.execute("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 1", within: .seconds(20))
        }
        let uri = try #require(TestServer.uri?.split(separator: "@").last)
        var limits = PostgresPoolLimits()
        limits.wait = wait
        let pool = PostgresPool(
            try PostgresConfiguration("postgres://\(role)@\(uri)"), limits: limits,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await body(pool)
        await pool.shutdown()
        try await TestServer.run { session in
            // A connection that was closed leaves the server a moment later.
            try session.ask(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = $1"
            ) { $0.text(role) }
            try session.execute("DROP ROLE \(role)", within: .seconds(20))
        }
    }

    @Test func whoCannotOpenOneMoreWaitsForOneThatComesFree() async throws {
        try await withNarrowServer(.seconds(30)) { pool in
            try await withThrowingTaskGroup(of: Int64?.self) { group throws in
                try await withTakenConnection(of: pool) {
                    for number in 1...3 { group.addTask { try await pool.run { try $0.number("SELECT \(number)") } } }
                    while pool.load.waiting < 3 || pool.lastConnectError == nil { await Task.yield() }
                }
                #expect(try await group.reduce(into: Set()) { $0.insert($1) } == [1, 2, 3])
            }
        }
    }

    /// Long enough for the server to refuse one more connection before the wait is over.
    @Test func whoWaitsInVainIsTold() async throws {
        try await withNarrowServer(.seconds(3)) { pool in
            try await withTakenConnection(of: pool) {
                let error = await postgresError { try await pool.run { try $0.number("SELECT 1") } }
                #expect(error?.kind == .busy && error?.nothingWasSent == true)
            }
        }
    }

    @Test func aCallerThatIsCancelledMeanwhileLeaves() async throws {
        try await withNarrowServer(.seconds(30)) { pool in
            try await withTakenConnection(of: pool) {
                await withTaskGroup(of: Void.self) { waiting in
                    waiting.addTask {
                        await #expect(throws: CancellationError.self) { try await pool.run { $0.backendPID } }
                    }
                    while pool.load.waiting == 0 { await Task.yield() }
                    waiting.cancelAll()
                }
                #expect(pool.load.waiting == 0)
            }
        }
    }
}
