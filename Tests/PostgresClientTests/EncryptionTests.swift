import PostgresClient
import Testing

@Suite(.needsPostgres, .timeLimit(.minutes(2)))
struct EncryptionTests {
    /// What the library of an encrypted connection has decrypted already, no socket tells of.
    @Test func bigAnswersAreReadToTheirEndWhateverTheRecords() async throws {
        try await RecordProxy.with { address throws in
            let configuration = try PostgresConfiguration("postgres://longrun@\(address)/postgres?sslmode=require")
            try await TestServer.withConnection(configuration) { connection in
                try await connection.run { session in
                    #expect(session.isEncrypted)
                    for length in 90..<110 {
                        let sql = "SELECT repeat('x', \(length)) FROM generate_series(1, 2000)"
                        session.queue(PostgresStatement(unkept: sql))
                        session.queue(PostgresStatement(unkept: sql))
                        let results = try session.flush(within: .seconds(5))
                        #expect(results.map(\.rowCount) == [2_000, 2_000])
                    }
                }
            }
        }
    }
}
