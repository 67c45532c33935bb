import PostgresClient
import Testing

/// What the server refuses, and what becomes of connections that break.
@Suite(.needsPostgres, .timeLimit(.minutes(1)))
struct FailureTests {
    private let limit = Duration.seconds(20)
    private let table = "failures_\(UInt32.random(in: 0 ... .max))"

    private func open(_ settings: [PostgresConfiguration.Setting] = []) async throws -> PostgresConnection {
        var configuration = try TestServer.configuration()
        configuration.settings = settings
        return try await PostgresConnection.open(configuration)
    }

    private func withTwo(
        _ settings: [PostgresConfiguration.Setting] = [],
        _ body: (PostgresConnection, PostgresConnection) async throws -> Void
    ) async throws {
        let (one, two) = (try await open(settings), try await open(settings))
        let table = table
        try await TestServer.run {
            try $0.execute("CREATE TABLE \(table) (a int8 PRIMARY KEY, b int8 CHECK (b < 9))", within: .seconds(20))
            try $0.execute("INSERT INTO \(table) VALUES (1, 0), (2, 0)", within: .seconds(20))
        }
        do {
            try await body(one, two)
        } catch {
            Issue.record(error)
        }
        await one.close()
        await two.close()
        try await TestServer.run { try $0.execute("DROP TABLE \(table)", within: .seconds(20)) }
    }

    private func execute(_ sql: String, on connection: PostgresConnection) async throws {
        try await connection.run { try $0.execute(sql, within: .seconds(20)) }
    }

    @Test func constraintsAreNamed() async throws {
        try await withTwo { one, _ in
            let unique = await postgresError { try await execute("INSERT INTO \(table) VALUES (1)", on: one) }
            #expect(unique?.kind == .server(.uniqueViolation))
            #expect(unique?.constraint == "\(table)_pkey")
            let check = await postgresError { try await execute("UPDATE \(table) SET b = 9", on: one) }
            #expect(check?.kind == .server(.checkViolation))
            #expect(check?.constraint == "\(table)_b_check")
        }
    }

    @Test func serializationFailures() async throws {
        try await withTwo([.init("default_transaction_isolation", "serializable")]) { one, two in
            for connection in [one, two] {
                try await execute("BEGIN; SELECT sum(b) FROM \(table)", on: connection)
            }
            try await execute("UPDATE \(table) SET b = 1 WHERE a = 1; COMMIT", on: one)
            let error = await postgresError {
                try await execute("UPDATE \(table) SET b = 1 WHERE a = 2; COMMIT", on: two)
            }
            #expect(error?.kind == .server(.serializationFailure))
        }
    }

    @Test func deadlocks() async throws {
        try await withTwo([.init("deadlock_timeout", "20ms")]) { one, two in
            let table = table
            try await execute("BEGIN; UPDATE \(table) SET b = 1 WHERE a = 1", on: one)
            try await execute("BEGIN; UPDATE \(table) SET b = 1 WHERE a = 2", on: two)
            let errors = await withTaskGroup(of: PostgresError?.self) { group in
                for (connection, key) in [(one, 2), (two, 1)] {
                    group.addTask {
                        do {
                            try await connection.run {
                                try $0.execute("UPDATE \(table) SET b = 2 WHERE a = \(key)", within: .seconds(20))
                                try $0.execute("COMMIT", within: .seconds(20))
                            }
                            return nil
                        } catch {
                            try? await connection.run { try $0.execute("ROLLBACK", within: .seconds(20)) }
                            return error as? PostgresError
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.compactMap { $0?.kind } == [.server(.deadlockDetected)])
        }
    }

    @Test func timesThatTheServerKeeps() async throws {
        try await withTwo([.init("lock_timeout", "30ms"), .init("statement_timeout", "5s")]) { one, two in
            try await execute("BEGIN; UPDATE \(table) SET b = 1 WHERE a = 1", on: one)
            let lock = await postgresError { try await execute("DELETE FROM \(table) WHERE a = 1", on: two) }
            #expect(lock?.kind == .server(.lockNotAvailable))
            try await execute("SET statement_timeout = '30ms'", on: two)
            let statement = await postgresError { try await execute("SELECT pg_sleep(5)", on: two) }
            #expect(statement?.kind == .server(.queryCanceled))
        }
    }

    @Test func aServerThatDoesNotAnswerInTimeIsLeft() async throws {
        try await TestServer.run { session throws in
            let time = ContinuousClock().measure {
                let error = postgresError { try session.ask("SELECT pg_sleep(30)", within: .milliseconds(100)) }
                #expect(error?.kind == .timedOut)
                #expect(error?.nothingWasSent == false)
            }
            #expect(time >= .milliseconds(100) && time < .seconds(10))
            #expect(!session.isOpen)
            let later = postgresError { try session.number("SELECT 1") }
            #expect(later?.kind == .timedOut)
            #expect(later?.nothingWasSent == true)
        }
    }

    @Test func textsHaveADeadlineToo() async throws {
        try await TestServer.run { session throws in
            let error = postgresError { try session.execute("SELECT pg_sleep(30)", within: .milliseconds(50)) }
            #expect(error?.kind == .timedOut)
        }
    }

    @Test func aConnectionThatIsCutWhileItWaitsIsLostAndSaysWhy() async throws {
        let (process, told) = AsyncStream<Int32>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group throws in
            group.addTask {
                try await TestServer.run { session throws in
                    told.yield(session.backendPID)
                    session.queue(PostgresStatement(unkept: "SELECT 1"))
                    session.queue(PostgresStatement(unkept: "SELECT pg_sleep(30)"))
                    session.queue(PostgresStatement(unkept: "SELECT 2"))
                    let error = postgresError { try session.flush(within: .seconds(40)) }
                    #expect(error?.kind == .connectionLost)
                    #expect(error?.sqlState == .adminShutdown)
                    #expect(error?.nothingWasSent == false)
                    #expect(!session.isOpen)
                    #expect(session.transactionStatus == .unknown)
                }
            }
            for await process in process {
                try await terminate(process, when: "wait_event = 'PgSleep'")
                break
            }
            try await group.waitForAll()
        }
    }

    @Test func aTransactionThatRestsForTooLongIsLostWithItsConnection() async throws {
        try await withTwo([.init("idle_in_transaction_session_timeout", "20ms")]) { one, _ in
            let process = try await one.run { session in
                try session.execute("BEGIN", within: .seconds(20))
                return session.backendPID
            }
            try await gone(process)
            let error = await postgresError { try await one.run { _ = try $0.number("SELECT 1") } }
            #expect(error?.kind == .connectionLost)
            #expect(error?.sqlState == .idleInTransactionTimeout)
            #expect(error?.nothingWasSent == true)
        }
    }

    /// As it may come under load: the farewell is read together with the last answer.
    @Test func whyTheServerLeavesIsNotForgottenWhenItIsReadEarly() async throws {
        try await TestServer.run { session throws in
            // Ended by itself, behind its own answer.
            session.queue(PostgresStatement(unkept: "SELECT pg_terminate_backend(pg_backend_pid())"))
            session.queue(PostgresStatement(unkept: "SELECT 1"))
            let first = postgresError { try session.flush(within: limit) }
            #expect(first?.sqlState == .adminShutdown)
            let second = postgresError { try session.number("SELECT 1") }
            #expect(second?.sqlState == .adminShutdown)
            #expect(second?.nothingWasSent == true)
        }
    }

    @Test func aClosedConnectionSaysSo() async throws {
        let connection = try await open()
        await connection.close()
        let error = await postgresError { try await connection.run { $0.backendPID } }
        #expect(error?.kind == .closed)
        #expect(error?.nothingWasSent == true)
    }

    @Test func aSettingThatThereIsNotIsSaidWhenConnecting() async throws {
        let error = await postgresError { try await open([.init("no_such_setting", "1")]) }
        #expect(error?.kind == .server(SQLState("42704")))
    }

    @Test func settingsHoldForTheWholeConnection() async throws {
        let connection = try await open([.init("search_path", "a, \"b'c\""), .init("longrun.node", "seven")])
        let found = try await connection.run { session in
            [try session.text("SHOW search_path"), try session.text("SELECT current_setting('longrun.node')")]
        }
        #expect(found == ["a, \"b'c\"", "seven"])
        let name = try await connection.run { try $0.text("SHOW application_name") }
        #expect(name == "longrun")
        await connection.close()
    }

    private func terminate(_ process: Int32, when condition: String) async throws {
        var isDone = false
        while !isDone {
            isDone = try await TestServer.run { session in
                try session.ask(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND \(condition)"
                ) { $0.int32(process) }?.rowCount == 1
            }
        }
    }

    private func gone(_ process: Int32) async throws {
        while try await TestServer.run({
            try $0.number("SELECT count(*) FROM pg_stat_activity WHERE pid = $1") { $0.int32(process) }
        }) == 1 {}
    }
}
