import OperationsCore
import OperationsTestKit
import Testing

@Suite struct StartingTests {
    @Test func aStartFillsItsDefaults() throws {
        let record = try Fixture.started()
        #expect(record.queue == "default" && record.state == .pending && record.isReady)
        #expect(record.revision == 1 && record.attempt == 0 && record.timeToLive == .seconds(600))
        #expect(record.createTime == Fixture.now && record.updateTime == Fixture.now)
        Invariants.check(record, "start")
    }

    @Test func aScheduleInThePastIsReadyNow() throws {
        let record = try Fixture.started { $0.scheduleTime = Fixture.now + .seconds(-9) }
        #expect(record.isReady && record.readyTime == Fixture.now)
    }

    @Test func theDeadlineMustLieInTheFuture() throws {
        let error = #expect(throws: ServiceError.self) { try Fixture.started { $0.deadline = Fixture.now } }
        #expect(error?.violations.first?.field == "deadline")
    }

    @Test func theFirstLineOfHistoryHasNoOrigin() throws {
        let transition = try Lifecycle.start(
            StartRequest(), as: OperationName("operations/o"), digest: nil, defaultTimeToLive: .zero, at: Fixture.now)
        let entry = try #require(transition.entry)
        #expect(entry.kind == .started && entry.from == nil && entry.to == .pending && entry.actor == "client")
    }
}
