import OperationsCore
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite struct TransactionRetryTests {
    private static let name = OperationName(stored: "operations/a")
    private static let causes: [Mishap.Cause] =
        [.conflict(name), .lost(nil), .lost(.adminShutdown), .cannotConnect, .busy, .closed, .notReplicated, .other]
        + states.map(Mishap.Cause.refused)
    private static let passing: [SQLState] = [
        .serializationFailure, .deadlockDetected, .lockNotAvailable, .uniqueViolation, .notNullViolation,
        .idleInTransactionTimeout, .adminShutdown, .crashShutdown, .cannotConnectNow, .readOnlyTransaction,
        .tooManyConnections, .invalidStatementName, .featureNotSupported, SQLState("08006"), SQLState("08P01"),
    ]
    private static let lasting: [SQLState] = [
        .diskFull, .outOfMemory, .checkViolation, .undefinedTable, .insufficientPrivilege, .syntaxError, .queryCanceled,
        .characterNotInRepertoire, SQLState("XX001"), SQLState("58030"),
    ]
    private static let states = passing + lasting

    private func step(_ stage: Mishap.Stage, _ cause: Mishap.Cause, after elapsed: Duration = .zero)
        -> TransactionRetry.Step
    {
        var retry = TransactionRetry()
        return retry.step(after: Mishap(stage, cause, message: "m"), elapsed: elapsed)
    }

    /// Running again what was carried out would do it twice; so of doubt only the mark can free.
    @Test(arguments: causes)
    func whatMayHaveBeenCarriedOutIsAskedFor(_ cause: Mishap.Cause) {
        let isDoubtful =
            switch cause {
            case .lost, .notReplicated, .other, .closed: true
            case .conflict, .held, .unreadable, .refused, .cannotConnect, .obstructed, .busy: false
            }
        #expect((step(.committing, cause) == .ask) == isDoubtful)
        #expect(step(.working, cause) != .ask)
    }

    @Test(arguments: passing)
    func whatMayPassIsTriedAgainForTenSeconds(_ state: SQLState) {
        for stage in [Mishap.Stage.working, .committing] {
            let isCareful = [.uniqueViolation, .notNullViolation, .lockNotAvailable].contains(state)
            let again = TransactionRetry.Step.again(after: .milliseconds(20), isCareful: isCareful)
            #expect(step(stage, .refused(state)) == again)
            #expect(step(stage, .refused(state), after: .milliseconds(9_999)) == again)
            switch step(stage, .refused(state), after: .seconds(10)) {
            case .fail(.unavailable), .fail(.obstructed(.readOnly, _)): break
            default: Issue.record("It goes on for ever.")
            }
        }
    }

    @Test func rowsThatSomebodyHoldsAreWaitedForAndThenNamed() {
        let again = TransactionRetry.Step.again(after: .milliseconds(20), isCareful: true)
        #expect(step(.working, .held([Self.name]), after: .milliseconds(3_999)) == again)
        #expect(step(.working, .held([Self.name]), after: .seconds(4)) == .fail(.held("m", names: [Self.name])))
    }

    @Test func whatCannotBeReadIsNamedAtOnce() {
        #expect(step(.working, .unreadable(Self.name)) == .fail(.damaged("m", names: [Self.name])))
        #expect(step(.working, .unreadable(nil)) == .fail(.damaged("m", names: [])))
    }

    /// Marks that are asked for much later may have been tidied away.
    @Test func whoAsksTooLateLearnsNothing() {
        #expect(OutcomeQuestion.judge(false, age: .seconds(299)) == false)
        #expect(OutcomeQuestion.judge(false, age: .seconds(300)) == nil)
        #expect(OutcomeQuestion.judge(true, age: .seconds(900)) == true)
    }

    @Test(arguments: lasting)
    func whatLastsIsTold(_ state: SQLState) {
        for stage in [Mishap.Stage.working, .committing] {
            guard case .fail(let failure) = step(stage, .refused(state)) else {
                Issue.record("It is tried again.")
                continue
            }
            if case .full = failure {
                #expect(state == .diskFull)
            } else {
                #expect(state != .diskFull)
            }
            if case .broken = failure { Issue.record("Nothing breaks it for good.") }
        }
    }

    @Test func aLostConnectionBeforeTheCommitIsTriedAgain() {
        #expect(step(.working, .lost(nil)) == .again(after: .milliseconds(20), isCareful: false))
        guard case .fail(.unavailable) = step(.working, .lost(nil), after: .seconds(10)) else {
            Issue.record("It goes on for ever.")
            return
        }
    }

    @Test func callersHearSoonThatNobodyAnswers() {
        #expect(step(.working, .cannotConnect) == .again(after: .milliseconds(20), isCareful: false))
        guard case .fail(.unavailable) = step(.working, .cannotConnect, after: .seconds(2)) else {
            Issue.record("It goes on.")
            return
        }
        for cause in [Mishap.Cause.busy, .closed] {
            guard case .fail(.unavailable) = step(.working, cause) else {
                Issue.record("It is tried again: \(cause)")
                continue
            }
        }
    }

    @Test func aConflictIsThrownWhenItLasts() {
        var retry = TransactionRetry()
        let mishap = Mishap(.working, .conflict(Self.name))
        let steps = (0..<3).map { _ in retry.step(after: mishap, elapsed: .zero) }
        let careful = TransactionRetry.Step.again(after: .zero, isCareful: true)
        #expect(steps == [careful, careful, .conflict(Self.name)])
    }

    @Test func pausesGrowToHalfASecond() {
        var retry = TransactionRetry()
        let pauses = (0..<8).map { _ -> Duration in
            guard
                case .again(let pause, _) = retry.step(
                    after: Mishap(.working, .refused(.deadlockDetected)), elapsed: .zero)
            else { return .zero }
            return pause
        }
        #expect(pauses == [20, 40, 80, 160, 320, 500, 500, 500].map { .milliseconds($0) })
    }

    @Test func whatWasNotCarriedOutIsRunAgain() {
        var retry = TransactionRetry()
        #expect(retry.stepAfterNo(elapsed: .seconds(9)) == .again(after: .milliseconds(20), isCareful: false))
        guard case .fail(.unavailable) = retry.stepAfterNo(elapsed: .seconds(10)) else {
            Issue.record("It goes on for ever.")
            return
        }
    }
}
