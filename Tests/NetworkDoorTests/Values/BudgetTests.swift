import Testing

@testable import NetworkDoor

@Suite struct BudgetTests {
    @Test func allConnectionsShareOneLimit() {
        let budget = ByteBudget(limit: 100)
        #expect(budget.take(60))
        #expect(budget.take(41) == false)
        #expect(budget.heldBytes == 60)
        #expect(budget.take(40))
        budget.giveBack(100)
        #expect(budget.heldBytes == 0)
    }

    @Test func aConnectionHasItsOwnLimit() {
        let shared = ByteBudget(limit: 1_000_000)
        var budget = ConnectionBudget(limit: 10_000, shared: shared)
        #expect(budget.hold(10_000) == true)
        #expect(budget.hold(1) == false)
        #expect(shared.heldBytes == 10_000)
        #expect(budget.hold(-10_000) == true)
        #expect(shared.heldBytes == 0)
    }

    @Test func theFirstBytesAreNotShared() {
        let shared = ByteBudget(limit: 10_000)
        var budget = ConnectionBudget(limit: 100_000, shared: shared)
        #expect(budget.hold(4_096) == true)
        #expect(shared.heldBytes == 0)
        #expect(budget.hold(1) == true)
        #expect(shared.heldBytes == 4_097)
        #expect(budget.hold(10_000) == false)
        #expect(budget.held == 4_097)
        budget.giveAllBack()
        #expect(shared.heldBytes == 0)
    }

    @Test func oneAnswerMayBeLargerThanTheLimitOfItsConnection() {
        let shared = ByteBudget(limit: 100_000)
        var budget = ConnectionBudget(limit: 10_000, shared: shared)
        #expect(budget.holdAnswer(50_000) == true)
        #expect(budget.holdAnswer(1) == false)
        #expect(budget.hold(1) == false)
        #expect(budget.hold(-50_000) == true)
        #expect(budget.holdAnswer(100_001) == false)
        #expect(shared.heldBytes == 0)
    }

    @Test func whatLeavesLateHarmsNobody() {
        let shared = ByteBudget(limit: 100_000)
        var budget = ConnectionBudget(limit: 100_000, shared: shared)
        #expect(budget.hold(50_000) == true)
        budget.giveAllBack()
        #expect(budget.hold(-50_000) == true)
        #expect(shared.heldBytes == 0)
    }
}
