import PostgresClient
import Testing

@Suite(.needsPostgres, .timeLimit(.minutes(2)))
struct StandbyWarningTests {
    private let limit = Duration.seconds(30)

    /// The server has committed, and was kept from waiting for its standby.
    @Test func aCommitThatNoStandbyHasComesWithItsWarning() async throws {
        try await SecondServer.with { server throws in
            let uri = "postgres://longrun@\(server.address)/postgres?options=-cdefault_transaction_read_only%3Doff"
            let configuration = try PostgresConfiguration(uri)
            let limit = limit
            try await TestServer.withConnection(configuration) { other in
                try await other.run { session in
                    try session.execute("CREATE TABLE t (a int8)", within: limit)
                    try session.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", within: limit)
                    try session.execute("SELECT pg_reload_conf()", within: limit)
                }
                async let warnings = TestServer.withConnection(configuration) { connection in
                    try await connection.run { session in
                        while try session.text("SELECT current_setting('synchronous_standby_names')") != "nobody" {}
                        session.queue(PostgresStatement(name: "begin", sql: "BEGIN"))
                        session.queue(PostgresStatement(name: "insert", sql: "INSERT INTO t VALUES (1)"))
                        session.queue(PostgresStatement(name: "commit", sql: "COMMIT"))
                        _ = try session.flush(within: limit)
                        return session.warnings
                    }
                }
                try await other.run { session in
                    let cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                    while try session.ask(cancel)?.rowCount == 0 {}
                }
                let found = try await warnings
                #expect(found.map(\.statement) == [2])
                #expect(found.map(\.severity) == ["WARNING"])
                #expect(found.map(\.origin) == ["SyncRepWaitForLSN"])
            }
        }
    }
}
