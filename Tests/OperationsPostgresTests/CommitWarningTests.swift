import OperationsCore
import OperationsTestKit
@testable import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite struct CommitWarningTests {
    private func warning(
        _ statement: Int?, severity: String = "WARNING", origin: String? = "SyncRepWaitForLSN"
    ) -> PostgresWarning {
        PostgresWarning(
            severity: severity, sqlState: SQLState("01000"), message: "", detail: nil, statement: statement,
            origin: origin)
    }

    @Test func onlyWhatComesWithTheCommitCounts() {
        let transactionIDs = warning(1, origin: "GetNewTransactionId")
        #expect(CommitWarning.first(in: [transactionIDs, warning(nil), warning(3)], commit: 2) == nil)
        let standby = warning(2)
        #expect(CommitWarning.first(in: [transactionIDs, standby], commit: 2) == standby)
    }

    @Test func whatSaysNothingOfAStandbyDoesNotCount() {
        let harmless = [warning(2, severity: "NOTICE"), warning(2, origin: "asyncQueueFillWarning")]
        #expect(CommitWarning.first(in: harmless, commit: 2) == nil)
        // Another server may not say who speaks.
        #expect(CommitWarning.first(in: [warning(2, origin: nil)], commit: 2) != nil)
    }

    @Test(.enabled(if: TestDatabase.isThere)) func aWarningOfAStatementIsNoDoubt() async throws {
        try await withPostgresStore { store, driver in
            let schema = store.options.schema
            try await count("BEFORE INSERT ON commits", in: schema)
            let name = try await driver.start("a").name
            #expect(try await driver.record(name).revision == 1)
            #expect(try await questions(schema) == 0)
            // Nor is it one of the question itself.
            let mark = CommitMark(at: PostgresStore.localTime())
            #expect(await OutcomeQuestion(pool: store.writers, mark: mark, begun: .now).answer() == false)
        }
    }

    @Test(.enabled(if: TestDatabase.isThere)) func aWarningWithTheCommitIsAskedAbout() async throws {
        try await withPostgresStore { store, driver in
            let schema = store.options.schema
            try await count("AFTER INSERT ON operations DEFERRABLE INITIALLY DEFERRED", in: schema)
            let name = try await driver.start("a").name
            #expect(try await driver.record(name).revision == 1)
            #expect(try await questions(schema) == 1)
        }
    }

    /// Warns at an event, and counts the questions for marks that are there.
    private func count(_ event: String, in schema: String) async throws {
        let kind = event.contains("DEFERRED") ? "CONSTRAINT TRIGGER" : "TRIGGER"
        try await TestDatabase.run(schema) { session in
            try session.execute(
                """
                CREATE TABLE questions (id uuid);
                CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE WARNING 'so so'; RETURN NEW; END $$;
                CREATE FUNCTION note_question() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN INSERT INTO questions VALUES (NEW.id); RETURN NEW; END $$;
                CREATE \(kind) warns \(event) FOR EACH ROW EXECUTE FUNCTION warn();
                CREATE TRIGGER counts AFTER UPDATE ON commits FOR EACH ROW EXECUTE FUNCTION note_question()
                """, within: .seconds(10))
        }
    }

    private func questions(_ schema: String) async throws -> Int64? {
        try await TestDatabase.run(schema) { session in
            session.queue(PostgresStatement(unkept: "SELECT count(*) FROM questions"))
            return try session.flush(within: .seconds(5)).first?.first { $0.int() }
        }
    }
}
