import OperationsCore
import Testing

/// Every command in every state: the table of the design, cell by cell.
@Suite struct LifecycleTableTests {
    enum Outcome: Sendable {
        case nothing, lost, notReady, gone
        /// Changed without a change of state.
        case extended, asked, joined
        case pending, running, succeeded, failed, cancelled
    }

    struct Row: Sendable, CustomStringConvertible {
        let description: String
        let command: Command
        /// In the order of `Fixture.allCases`.
        let cells: [Outcome]
    }

    static let table: [Row] = [
        // ready, scheduled, overdue, running, cancelling, succeeded, failed, cancelled
        row(
            "lease", Fixture.lease,
            .running, .notReady, .running, .nothing, .nothing, .nothing, .nothing, .nothing),
        row(
            "heartbeat", Fixture.heartbeat,
            .lost, .lost, .lost, .extended, .extended, .lost, .lost, .lost),
        row(
            "complete", Fixture.complete,
            .lost, .lost, .lost, .succeeded, .succeeded, .nothing, .lost, .lost),
        row(
            "fail, retryable", Fixture.fail(retryable: true),
            .lost, .lost, .lost, .pending, .cancelled, .lost, .nothing, .lost),
        row(
            "fail, not retryable", Fixture.fail(retryable: false),
            .lost, .lost, .lost, .failed, .failed, .lost, .nothing, .lost),
        row(
            "fail with CANCELLED", Fixture.fail(retryable: true, code: .cancelled),
            .lost, .lost, .lost, .cancelled, .cancelled, .lost, .nothing, .lost),
        row(
            "release", Fixture.release,
            .lost, .lost, .lost, .pending, .cancelled, .lost, .lost, .lost),
        row(
            "stale heartbeat", .heartbeat(Heartbeat(token: "stale", progressPercent: 1)),
            .lost, .lost, .lost, .lost, .lost, .lost, .lost, .lost),
        row(
            "stale fail", Fixture.fail(retryable: true, token: "stale"),
            .lost, .lost, .lost, .lost, .lost, .lost, .lost, .lost),
        row(
            "cancel", .cancel(gracePeriod: .seconds(30)),
            .cancelled, .cancelled, .cancelled, .asked, .nothing, .nothing, .nothing, .nothing),
        row(
            "delete", .delete(tombstoneRetention: .seconds(60)),
            .gone, .gone, .gone, .gone, .gone, .gone, .gone, .gone),
        row(
            "becomeReady", .becomeReady,
            .nothing, .nothing, .joined, .nothing, .nothing, .nothing, .nothing, .nothing),
        row(
            "leaseExpired", .leaseExpired(jitter: 0),
            .nothing, .nothing, .nothing, .pending, .cancelled, .nothing, .nothing, .nothing),
        row(
            "attemptTimedOut", .attemptTimedOut(jitter: 0),
            .nothing, .nothing, .nothing, .pending, .cancelled, .nothing, .nothing, .nothing),
        row(
            "gracePeriodPassed", .gracePeriodPassed,
            .nothing, .nothing, .nothing, .nothing, .cancelled, .nothing, .nothing, .nothing),
        row(
            "deadlinePassed", .deadlinePassed,
            .failed, .failed, .failed, .failed, .failed, .nothing, .nothing, .nothing),
        row(
            "expire", .expire(tombstoneRetention: .seconds(60)),
            .nothing, .nothing, .nothing, .nothing, .nothing, .gone, .gone, .gone),
    ]

    @Test(arguments: table, Fixture.allCases)
    func cell(_ row: Row, _ fixture: Fixture) throws {
        let column = try #require(Fixture.allCases.firstIndex(of: fixture))
        try #require(row.cells.count == Fixture.allCases.count)
        let record = try fixture.record()
        #expect(try outcome(of: row.command, on: record) == row.cells[column])
    }

    @Test(arguments: Fixture.allCases)
    func fixturesAreSound(_ fixture: Fixture) throws {
        Invariants.check(try fixture.record(), fixture.rawValue)
    }

    private func outcome(of command: Command, on record: OperationRecord) throws -> Outcome {
        do {
            let transition = try Lifecycle.apply(command, to: record, at: Fixture.now)
            try Invariants.check(transition, command)
            return classify(transition, record)
        } catch let error as ServiceError where error.reason == .leaseLost {
            return .lost
        } catch let error as ServiceError where error.reason == .notReady {
            return .notReady
        }
    }

    private func classify(_ transition: Transition, _ before: OperationRecord) -> Outcome {
        if transition.isIdentity { return .nothing }
        guard let after = transition.after else { return .gone }
        if after.state == before.state {
            if after.isReady != before.isReady { return .joined }
            return after.isCancelRequested != before.isCancelRequested ? .asked : .extended
        }
        return switch after.state {
        case .pending: .pending
        case .running: .running
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }

    private static func row(_ name: String, _ command: Command, _ cells: Outcome...) -> Row {
        Row(description: name, command: command, cells: cells)
    }
}
