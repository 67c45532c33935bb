import Logging
import PostgresClient
import Testing

@Suite(.needsPostgres)
struct BatchTests {
    private let limit = Duration.seconds(20)
    private let one = PostgresStatement(name: "one", sql: "SELECT 1::int8")
    private let echo = PostgresStatement(name: "echo", sql: "SELECT $1")
    private let fault = PostgresStatement(name: "fault", sql: "SELECT 1 / ($1 - $1)")

    @Test func oneResultForEachStatementInTheirOrder() async throws {
        try await TestServer.run { session throws in
            for round in 0..<3 {
                for number in 0..<50 { session.queue(echo) { $0.int(Int64(number * round)) } }
                session.queue(one)
                let results = try session.flush(within: limit)
                #expect(try results.map { try $0.first { $0.int() } } == (0..<50).map { Int64($0 * round) } + [1])
            }
            #expect(try session.number("SELECT count(*) FROM pg_prepared_statements") == 2)
            #expect(try session.flush(within: limit).isEmpty)
        }
    }

    @Test func nothingIsSentBeforeTheFlush() async throws {
        try await TestServer.run { session throws in
            session.queue(PostgresStatement(unkept: "SELECT no_such_function()"))
            #expect(session.hasQueued)
            session.discardQueued()
            #expect(!session.hasQueued)
            #expect(try session.number("SELECT 1") == 1)
        }
    }

    @Test func anErrorInTheMiddleEndsTheBatchAndUndoesIt() async throws {
        try await TestServer.run { session throws in
            try session.execute("CREATE TEMPORARY TABLE t (a int8 UNIQUE)", within: limit)
            let insert = PostgresStatement(name: "insert", sql: "INSERT INTO t VALUES ($1)")
            for value in [1, 2, 2, 3] as [Int64] { session.queue(insert) { $0.int(value) } }
            let error = postgresError { try session.flush(within: limit) }
            #expect(error?.kind == .server(.uniqueViolation))
            #expect(error?.constraint == "t_a_key")
            #expect(error?.table == "t")
            #expect(error?.statement == "insert")
            #expect(error?.description.contains("insert") == false)
            #expect(error?.metadata["statement"] == "insert")
            #expect(error?.detail == "Key (a)=(2) already exists.")
            #expect(session.transactionStatus == .idle)
            #expect(try session.number("SELECT count(*) FROM t") == 0)
        }
    }

    @Test func inATransactionAnErrorLeavesItFailedUntilItIsRolledBack() async throws {
        try await TestServer.run { session throws in
            session.queue(PostgresStatement(name: "begin", sql: "BEGIN"))
            session.queue(one)
            _ = try session.flush(within: limit)
            #expect(session.transactionStatus == .open)
            session.queue(fault) { $0.int(3) }
            postgresError { try session.flush(within: limit) }
            #expect(session.transactionStatus == .failed)
            let error = postgresError { try session.number("SELECT 1") }
            #expect(error?.kind == .server(.inFailedTransaction))
            try session.execute("ROLLBACK", within: limit)
            #expect(session.transactionStatus == .idle)
            #expect(try session.number("SELECT 1") == 1)
        }
    }

    @Test func aStatementThatWasToBePreparedInAnAbortedBatchIsPreparedLater() async throws {
        try await TestServer.run { session throws in
            session.queue(fault) { $0.int(3) }
            session.queue(echo) { $0.int(4) }
            session.queue(echo) { $0.int(5) }
            postgresError { try session.flush(within: limit) }
            #expect(try session.text("SELECT string_agg(name, ',') FROM pg_prepared_statements") == "fault")
            session.queue(echo) { $0.int(6) }
            #expect(try session.flush(within: limit)[0].first { $0.int() } == 6)
        }
    }

    @Test func aStatementThatCannotBePreparedIsAnErrorOfItsOwn() async throws {
        try await TestServer.run { session throws in
            session.queue(PostgresStatement(name: "wrong", sql: "SELEC 1"))
            session.queue(one)
            let error = postgresError { try session.flush(within: limit) }
            #expect(error?.kind == .server(.syntaxError))
            #expect(error?.statement == "wrong")
            // The name is free again.
            session.queue(PostgresStatement(name: "wrong", sql: "SELECT 2::int8"))
            #expect(try session.flush(within: limit)[0].first { $0.int() } == 2)
        }
    }

    @Test func aNameStandsForOneTextAndOneListOfTypes() async throws {
        try await TestServer.run { session throws in
            session.queue(echo) { $0.int(1) }
            session.queue(PostgresStatement(name: "echo", sql: "SELECT 2"))
            let texts = postgresError { try session.flush(within: limit) }
            #expect(texts?.message == "There is another statement with the name echo.")
            #expect(texts?.nothingWasSent == true)
            session.queue(echo) { $0.int(1) }
            _ = try session.flush(within: limit)
            session.queue(echo) { $0.text("a") }
            let types = postgresError { try session.flush(within: limit) }
            #expect(types?.kind == .misuse)
            #expect(try session.number("SELECT 1") == 1)
        }
    }

    /// Both sides would block for good if we did not read while we send: neither's buffers hold so much.
    @Test func whatIsSentAndWhatComesBackMayBothBeBig() async throws {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        let sizes = try await TestServer.run { session throws in
            for _ in 0..<40 { session.queue(echo) { $0.bytes(block) } }
            return try session.flush(within: .seconds(60)).map { try $0.first { $0.bytes().count } }
        }
        #expect(sizes == Array(repeating: 1 << 20, count: 40))
    }

    @Test func textsOfSeveralStatements() async throws {
        try await TestServer.run { session throws in
            try session.execute(
                "CREATE TEMPORARY TABLE t (a int8); INSERT INTO t VALUES (1); SELECT * FROM t", within: limit)
            let error = postgresError {
                try session.execute("INSERT INTO t VALUES (2); SELECT 1 / 0; INSERT INTO t VALUES (3)", within: limit)
            }
            #expect(error?.sqlState == SQLState("22012"))
            #expect(try session.number("SELECT count(*) FROM t") == 1)
        }
    }

    @Test func copyEndsTheConnectionInsteadOfHangingIt() async throws {
        try await TestServer.run { session throws in
            let error = postgresError { try session.execute("COPY (SELECT 1) TO STDOUT", within: limit) }
            #expect(error?.kind == .connectionLost)
            #expect(!session.isOpen)
        }
    }

    @Test func aWarningBelongsToTheStatementDuringWhichItCame() async throws {
        try await TestServer.run { session throws in
            try session.execute(
                """
                CREATE TEMPORARY TABLE t (a int8);
                CREATE FUNCTION pg_temp.complain() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE WARNING '%', TG_NAME; RETURN NEW; END $$;
                CREATE TRIGGER soon BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION pg_temp.complain();
                CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION pg_temp.complain()
                """, within: limit)
            let insert = PostgresStatement(name: "insert", sql: "INSERT INTO t VALUES ($1)")
            for _ in 0..<2 {
                session.queue(PostgresStatement(name: "begin", sql: "BEGIN"))
                session.queue(one)
                session.queue(insert) { $0.int(7) }
                session.queue(one)
                session.queue(PostgresStatement(name: "commit", sql: "COMMIT"))
                _ = try session.flush(within: limit)
                #expect(session.warnings.map(\.message) == ["soon", "late"])
                #expect(session.warnings.map(\.statement) == [2, 4])
                #expect(session.warnings.map(\.origin) == ["exec_stmt_raise", "exec_stmt_raise"])
            }
            try session.execute("INSERT INTO t VALUES (1)", within: limit)
            #expect(session.warnings.map(\.statement) == [nil, nil])
        }
    }

    @Test func ofManyWarningsTheLastAreKept() async throws {
        try await TestServer.run { session throws in
            try session.execute(
                "DO $$ BEGIN FOR i IN 1..120 LOOP RAISE WARNING '%', i; END LOOP; END $$", within: limit)
            #expect(session.warnings.map(\.message) == (21...120).map { "\($0)" })
        }
    }

    @Test func warningsAreKeptUntilTheNextFlush() async throws {
        try await TestServer.run { session throws in
            try session.execute("DO $$ BEGIN RAISE WARNING 'so so' USING ERRCODE = '01234'; END $$", within: limit)
            #expect(session.warnings.map(\.message) == ["so so"])
            #expect(session.warnings.first?.severity == "WARNING")
            #expect(session.warnings.first?.sqlState == SQLState("01234"))
            session.queue(PostgresStatement(unkept: "ROLLBACK"))
            _ = try session.flush(within: limit)
            #expect(session.warnings.map(\.sqlState) == [SQLState("25P01")])
            #expect(try session.number("SELECT 1") == 1)
            #expect(session.warnings.isEmpty)
        }
    }
}
