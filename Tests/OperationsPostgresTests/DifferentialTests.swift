import OperationsCore
import OperationsMemory
import OperationsPostgres
import OperationsTestKit
import Testing

/// The PostgreSQL store against the reference store: the same life, step by step, with the same answers.
@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresDifferentialTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func storesAgree(seed: UInt64) async throws {
        try await withPostgresStore { _, driver in
            let model = StoreSubject(driver: StoreDriver(store: MemoryStore(time: driver.time), time: driver.time))
            let subject = StoreSubject(driver: driver)
            var steps = RandomSteps(seed: seed)
            for number in 0..<1_000 {
                let step = steps.next(at: driver.time.now)
                if case .advance(let span) = step { driver.time.advance(by: span) }
                let expected = try await model.perform(step)
                let found = try await subject.perform(step)
                try #require(found == expected, "seed \(seed), step \(number): \(step)")
                guard number.isMultiple(of: 40) else { continue }
                let (left, right) = (try await model.contents(), try await subject.contents())
                try #require(right == left, "seed \(seed), contents after step \(number): \(step)")
            }
        }
    }
}
