import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// What callers and operators are told of a statement that the server refuses.
@Suite struct RefusalTests {
    private enum Strange: Error {
        case oddCase
    }

    @Test func eachRefusalIsToldOnceInAWhile() {
        var log = RefusalLog()
        let start = ContinuousClock.now
        func isDue(_ statement: String, _ state: SQLState, after time: Duration) -> Bool {
            log.isDue(statement, .refused(state), now: start + time)
        }
        let first = isDue("probe", .diskFull, after: .zero)
        let others = [isDue("mark", .diskFull, after: .zero), isDue("probe", .outOfMemory, after: .zero)]
        let again = [isDue("probe", .diskFull, after: .seconds(599)), isDue("probe", .diskFull, after: .seconds(600))]
        #expect(first && others == [true, true] && again == [false, true])
    }

    @Test func anErrorIsASentence() {
        #expect(ErrorSentence.of(StoreFailure.full("No room.")) == "No room.")
        #expect(ErrorSentence.of(UnreadableRow(what: "the state X")).hasSuffix("cannot be read: the state X."))
        #expect(!ErrorSentence.of(Strange.oddCase).contains("oddCase"))
    }

    @Test(.enabled(if: TestDatabase.isThere)) func theNameOfAStatementIsForTheLog() async throws {
        try await withLoggedStore("DROP TABLE policies") { store, recorder in
            for _ in 0..<2 {
                let read = await failure { _ = try await store.policy(of: "x") }
                let write = await failure { _ = try await store.transact { try $0.policy(of: "x") } }
                for sentence in [read, write] {
                    #expect(sentence?.contains("\"policies\" does not exist (SQLSTATE 42P01)") == true)
                    #expect(sentence?.contains("[policy]") == false)
                }
            }
            #expect(recorder.lines.map { $0.metadata["statement"] } == ["policy"])
        }
    }

    @Test(.enabled(if: TestDatabase.isThere)) func thatNobodyMayEndStoppedSendersIsSaidOnce() async throws {
        try await withLoggedStore("SELECT 1") { store, recorder in
            // As of a server that shows its sessions to nobody.
            let denied = Mishap(.working, .obstructed(.accessDenied), message: "denied", statement: "endStoppedSenders")
            for _ in 0..<3 { store.noteUnended(denied) }
            #expect(recorder.lines.map { $0.metadata["statement"] } == ["endStoppedSenders"])
            #expect(recorder.lines.first?.message.contains("does not let its sessions") == true)
        }
    }

    @Test(.enabled(if: TestDatabase.isThere)) func aTableThatIsGoneIsNotSaidToBeARightThatIsMissing() async throws {
        try await withLoggedStore("ALTER TABLE feed RENAME TO hidden") { store, recorder in
            for _ in 0..<3 { await store.endStoppedSenders() }
            #expect(recorder.lines.map(\.message) == ["The database refused a statement"])
            #expect(recorder.lines.map { $0.metadata["statement"] } == ["endStoppedSenders"])
        }
    }

    private func failure(_ body: () async throws -> Void) async -> String? {
        let failure = await #expect(throws: StoreFailure.self) { try await body() }
        return failure.map(ErrorSentence.of)
    }

    /// Runs `body` with a store whose tables were spoilt.
    private func withLoggedStore(
        _ harm: String, _ body: (PostgresStore, LogRecorder) async throws -> Void
    ) async throws {
        try await withSchema { schema in
            let recorder = LogRecorder()
            let store = try await PostgresStore.open(TestDatabase.options(schema), logger: recorder.logger)
            try await TestDatabase.run(schema) { try $0.execute(harm, within: .seconds(10)) }
            try await body(store, recorder)
            await store.close()
        }
    }
}
