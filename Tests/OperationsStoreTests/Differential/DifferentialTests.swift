import OperationsCore
import OperationsMemory
import OperationsSQLite
import OperationsTestKit
import Testing

/// The SQLite store against the reference store: the same life, step by step, with the same answers.
@Suite struct DifferentialTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func storesAgree(seed: UInt64) async throws {
        try await withTemporaryDirectory { directory in
            let time = ManualTime()
            let sqlite = try SQLiteStore(path: directory + "/test.db", time: time)
            defer { sqlite.close() }
            let model = StoreSubject(driver: StoreDriver(store: MemoryStore(time: time), time: time))
            let subject = StoreSubject(driver: StoreDriver(store: sqlite, time: time))
            var steps = RandomSteps(seed: seed)
            for number in 0..<1_200 {
                let step = steps.next(at: time.now)
                if case .advance(let span) = step { time.advance(by: span) }
                let expected = try await model.perform(step)
                let found = try await subject.perform(step)
                try #require(found == expected, "seed \(seed), step \(number): \(step)")
                guard number.isMultiple(of: 20) else { continue }
                let (left, right) = (try await model.contents(), try await subject.contents())
                try #require(right == left, "seed \(seed), contents after step \(number): \(step)")
            }
        }
    }

    /// The steps reach every state and every kind of history, else the comparison proves little.
    @Test func theStepsReachEverything() async throws {
        let time = ManualTime()
        let store = MemoryStore(time: time)
        let subject = StoreSubject(driver: StoreDriver(store: store, time: time))
        var steps = RandomSteps(seed: 1)
        var kinds: Set<HistoryEntry.Kind> = []
        var answers = ""
        for _ in 0..<1_200 {
            let step = steps.next(at: time.now)
            if case .advance(let span) = step { time.advance(by: span) }
            answers += try await subject.perform(step)
            for change in try await store.changes(after: 0, limit: 1_000) {
                kinds.formUnion(try await store.history(of: change.name, after: 0, limit: 99).map(\.kind))
            }
        }
        #expect(kinds == Set(HistoryEntry.Kind.allCases))
        for sign in ["aborted", "conflict", "OPERATION_DELETED", "OPERATION_EXPIRED", "LEASE_LOST"] {
            #expect(answers.contains(sign), "\(sign) never happened")
        }
    }
}
