import OperationsCore
import Testing

@Suite struct DueTests {
    private static let now = Fixture.now

    @Test(arguments: Fixture.allCases)
    func dueTimes(_ fixture: Fixture) throws {
        let expected: Timestamp? =
            switch fixture {
            case .ready: nil
            case .scheduled: Self.now + .seconds(60)
            case .overdue: Self.now
            case .running, .cancelling: Self.now + .seconds(30)
            case .succeeded, .failed, .cancelled: Self.now + .seconds(600)
            }
        #expect(Lifecycle.dueTime(of: try fixture.record()) == expected)
        Invariants.checkTimers(try fixture.record())
    }

    @Test func aFinishedOperationIsDueToExpire() throws {
        let command = due(try Fixture.failed.record(), after: .seconds(600))
        #expect(command == .expire(tombstoneRetention: .seconds(60)))
    }

    @Test func aScheduledOperationBecomesReady() throws {
        #expect(due(try Fixture.scheduled.record(), after: .seconds(60)) == .becomeReady)
        #expect(due(try Fixture.scheduled.record(), after: .seconds(59)) == nil)
    }

    @Test func ofEqualTimesTheDeadlineComesFirstThenGraceThenAttemptThenLease() throws {
        var record = try Fixture.running.record()
        let time = Self.now + .seconds(30)
        #expect(due(record, after: .seconds(30)) == .leaseExpired(jitter: 0.25))
        record.lease?.attemptDeadline = time
        #expect(due(record, after: .seconds(30)) == .attemptTimedOut(jitter: 0.25))
        record.cancelDeadline = time
        #expect(due(record, after: .seconds(30)) == .gracePeriodPassed)
        record.deadline = time
        #expect(due(record, after: .seconds(30)) == .deadlinePassed)
    }

    @Test func theEarliestTimeComesFirstHoweverLateTheSweep() throws {
        var record = try Fixture.running.record()
        record.deadline = Self.now + .seconds(31)
        #expect(due(record, after: .seconds(1_000)) == .leaseExpired(jitter: 0.25))
    }

    @Test func theDeadlineOfAPendingOperationIsDue() throws {
        let record = try Fixture.started {
            $0.deadline = Self.now + .seconds(5)
            $0.scheduleTime = Self.now + .seconds(4)
        }
        #expect(due(record, after: .seconds(4)) == .becomeReady)
        let ready = try record.applying(.becomeReady, at: Self.now + .seconds(4))
        #expect(due(ready, after: .seconds(5)) == .deadlinePassed)
    }

    private func due(_ record: OperationRecord, after span: Duration) -> Command? {
        Lifecycle.dueCommand(
            for: record, at: Self.now + span, jitter: 0.25, tombstoneRetention: .seconds(60))
    }
}
