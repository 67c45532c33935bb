import Testing

@testable import PostgresClient

/// The rules of the pool, on times that the tests choose.
struct PoolStateTests {
    private let start = ContinuousClock.Instant.now
    private let refused = PostgresError(.cannotConnect, "nobody there")

    private func state(_ change: (inout PostgresPoolLimits) -> Void = { _ in }) -> PoolState {
        var limits = PostgresPoolLimits()
        limits.size = 2
        limits.waiters = 3
        change(&limits)
        return PoolState(limits: limits)
    }

    private func after(_ time: Duration) -> ContinuousClock.Instant { start.advanced(by: time) }

    @Test func opensUpToItsSizeAndLetsTheRestWait() {
        var state = state()
        #expect(state.acquire(now: start) == .open(1))
        #expect(state.acquire(now: start) == .open(2))
        for ticket in 1...3 as ClosedRange<UInt64> { #expect(state.park(ticket, now: start) == nil) }
        #expect(state.load == PostgresPool.Load(idle: 0, leased: 0, opening: 2, waiting: 3))
        guard case .refused(let error) = state.park(4, now: start) else { return #expect(Bool(false)) }
        #expect(error.kind == .busy)
        #expect(error.nothingWasSent)
    }

    @Test func whoGivesBackServesTheFirstThatWaits() {
        var state = state()
        _ = state.acquire(now: start)
        #expect(state.didOpen(1, now: start).isEmpty)
        _ = state.acquire(now: start)
        #expect(state.park(1, now: start) == nil)
        #expect(state.park(2, now: start) == nil)
        let (closes, served) = state.release(1, isReusable: true, now: start)
        #expect(!closes)
        #expect(served == [PoolState.Resumption(ticket: 1, grant: .lease(1))])
        // One that is not fit to be used again makes room for a new one.
        let (closesToo, servedToo) = state.release(1, isReusable: false, now: start)
        #expect(closesToo)
        #expect(servedToo == [PoolState.Resumption(ticket: 2, grant: .open(3))])
    }

    @Test func theOneUsedLastIsUsedFirst() {
        var state = state()
        for id in 1...2 {
            _ = state.acquire(now: start)
            _ = state.didOpen(id, now: start)
        }
        _ = state.release(1, isReusable: true, now: start)
        _ = state.release(2, isReusable: true, now: start)
        #expect(state.acquire(now: start) == .lease(2))
    }

    @Test func whoWaitsTooLongIsRefused() {
        var state = state { $0.size = 1 }
        _ = state.acquire(now: start)
        _ = state.park(1, now: start)
        _ = state.park(2, now: after(.seconds(1)))
        #expect(state.nextDeadline == after(.seconds(5)))
        #expect(state.expireWaiters(now: after(.milliseconds(4_999))).isEmpty)
        let expired = state.expireWaiters(now: after(.seconds(5)))
        #expect(expired.map(\.ticket) == [1])
        guard case .refused(let error) = expired.first?.grant else { return #expect(Bool(false)) }
        #expect(error.kind == .busy)
        #expect(state.nextDeadline == after(.seconds(6)))
    }

    @Test func whoLeavesIsNotServed() {
        var state = state { $0.size = 1 }
        _ = state.acquire(now: start)
        _ = state.didOpen(1, now: start)
        _ = state.park(1, now: start)
        let (left, again) = (state.leave(1), state.leave(1))
        #expect(left && !again)
        #expect(state.release(1, isReusable: true, now: start).served.isEmpty)
        #expect(state.load.idle == 1)
    }

    @Test func aFailureRefusesAllWhoWaitAndAllWhoComeDuringTheBackoff() {
        var state = state { $0.size = 1 }
        _ = state.acquire(now: start)
        _ = state.park(1, now: start)
        _ = state.park(2, now: start)
        let served = state.didNotOpen(1, refused, now: start, jitter: 1)
        #expect(served.map(\.ticket) == [1, 2])
        #expect(served.allSatisfy { $0.grant == .refused(refused) })
        #expect(state.lastError == refused)
        #expect(state.acquire(now: after(.milliseconds(49))) == .refused(refused))
        // Afterwards one tries, and the others are still refused.
        #expect(state.acquire(now: after(.milliseconds(50))) == .open(2))
        #expect(state.acquire(now: after(.milliseconds(50))) == .refused(refused))
        #expect(state.didOpen(2, now: after(.milliseconds(60))).isEmpty)
        #expect(state.lastError == nil)
    }

    @Test func theBackoffDoublesUpToItsLongest() {
        var state = state()
        var now = start
        var pauses: [Duration] = []
        var grant = state.acquire(now: now)
        while pauses.count < 7, case .open(let id) = grant {
            _ = state.didNotOpen(id, refused, now: now, jitter: 1)
            let failure = now
            repeat {
                now = now.advanced(by: .milliseconds(10))
                grant = state.acquire(now: now)
            } while grant == .refused(refused)
            pauses.append(failure.duration(to: now))
        }
        #expect(pauses == [50, 100, 200, 400, 800, 1_000, 1_000].map { .milliseconds($0) })
    }

    @Test func aFailureLeavesThoseWaitingWhoCanStillBeServed() {
        var state = state()
        _ = state.acquire(now: start)
        _ = state.didOpen(1, now: start)
        _ = state.acquire(now: start)
        _ = state.park(1, now: start)
        // The server has no room for a second connection; the first will come back.
        #expect(state.didNotOpen(2, refused, now: start, jitter: 1).isEmpty)
        #expect(state.park(2, now: start) == nil)
        #expect(state.release(1, isReusable: true, now: start).served.map(\.ticket) == [1])
    }

    @Test func whoCouldNotOpenOneMoreWaitsInItsTurn() {
        var state = state()
        _ = state.acquire(now: start)
        _ = state.didOpen(1, now: start)
        _ = state.acquire(now: start)
        _ = state.park(1, now: after(.seconds(1)))
        #expect(state.didNotOpen(2, refused, now: after(.seconds(2)), jitter: 1).isEmpty)
        // It came before those who wait, and its time is over before theirs.
        #expect(state.parkAgain(2, until: after(.seconds(5)), refused, now: after(.seconds(2))) == nil)
        #expect(state.nextDeadline == after(.seconds(5)))
        #expect(state.expireWaiters(now: after(.seconds(5))).map(\.ticket) == [2])
        #expect(state.release(1, isReusable: true, now: after(.seconds(5))).served.map(\.ticket) == [1])
    }

    @Test func whoCouldNotOpenOneIsRefusedWhenNothingIsLeftToWaitFor() {
        var state = state()
        _ = state.acquire(now: start)
        _ = state.didOpen(1, now: start)
        _ = state.acquire(now: start)
        _ = state.didNotOpen(2, refused, now: start, jitter: 1)
        #expect(state.parkAgain(1, until: start, refused, now: start) == .refused(refused))
        _ = state.release(1, isReusable: false, now: start)
        #expect(state.parkAgain(1, until: after(.seconds(5)), refused, now: start) == .refused(refused))
        _ = state.shutDown()
        #expect(state.parkAgain(1, until: after(.seconds(5)), refused, now: start) == .refused(.closed))
    }

    @Test func whoCouldNotOpenOneTakesWhatCameFreeMeanwhile() {
        var state = state()
        _ = state.acquire(now: start)
        _ = state.didOpen(1, now: start)
        _ = state.acquire(now: start)
        _ = state.didNotOpen(2, refused, now: start, jitter: 1)
        _ = state.release(1, isReusable: true, now: start)
        #expect(state.parkAgain(1, until: after(.seconds(5)), refused, now: start) == .lease(1))
    }

    @Test func theLastOneLostDuringABackoffRefusesAllWhoWait() {
        var state = state()
        _ = state.acquire(now: start)
        _ = state.didOpen(1, now: start)
        _ = state.acquire(now: start)
        _ = state.park(1, now: start)
        _ = state.didNotOpen(2, refused, now: start, jitter: 1)
        let (_, served) = state.release(1, isReusable: false, now: start)
        #expect(served == [PoolState.Resumption(ticket: 1, grant: .refused(refused))])
    }

    @Test func connectionsGrowOldAndRest() {
        var state = state { $0.idleTime = .seconds(10) }
        for id in 1...2 {
            _ = state.acquire(now: start)
            _ = state.didOpen(id, now: start)
        }
        _ = state.release(1, isReusable: true, now: start)
        _ = state.release(2, isReusable: true, now: after(.seconds(5)))
        #expect(state.takeIdle(now: after(.seconds(9))).closes.isEmpty)
        // The first is spare; the last is kept, however long it rests.
        let (look, closes) = state.takeIdle(now: after(.seconds(20)))
        #expect(closes == [1])
        #expect(look == [2])
        #expect(state.takeIdle(now: after(.seconds(3_600))).closes == [2])
        // One that is old when it comes back is not used again.
        #expect(state.acquire(now: start) == .open(3))
        _ = state.didOpen(3, now: start)
        #expect(state.release(3, isReusable: true, now: after(.seconds(3_600))).closes)
    }

    @Test func beingLookedAtIsNoUse() {
        var state = state { $0.idleTime = .seconds(10) }
        for id in 1...2 {
            _ = state.acquire(now: start)
            _ = state.didOpen(id, now: start)
        }
        for id in 1...2 { _ = state.release(id, isReusable: true, now: start) }
        for id in state.takeIdle(now: after(.seconds(5))).look {
            let isBorrowed = state.borrow(id)
            #expect(isBorrowed)
            _ = state.release(id, isReusable: true, wasUsed: false, now: after(.seconds(5)))
        }
        #expect(state.takeIdle(now: after(.seconds(10))).closes.count == 1)
    }

    @Test func anEmptyPoolAsksForAConnectionWhenTheBackoffIsOver() {
        var state = state()
        #expect(state.openIfEmpty(now: start) == 1)
        #expect(state.openIfEmpty(now: start) == nil)
        _ = state.didNotOpen(1, refused, now: start, jitter: 0.5)
        #expect(state.openIfEmpty(now: after(.milliseconds(24))) == nil)
        #expect(state.openIfEmpty(now: after(.milliseconds(25))) == 2)
    }

    @Test func afterTheShutdownEverybodyIsRefused() {
        var state = state { $0.size = 2 }
        for id in 1...2 {
            _ = state.acquire(now: start)
            _ = state.didOpen(id, now: start)
        }
        _ = state.park(1, now: start)
        let (closes, refused) = state.shutDown()
        #expect(closes.isEmpty)
        #expect(refused == [PoolState.Resumption(ticket: 1, grant: .refused(.closed))])
        #expect(state.acquire(now: start) == .refused(.closed))
        #expect(state.release(1, isReusable: true, now: start).closes)
        #expect(state.openIfEmpty(now: start) == nil)
    }
}
