import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct ConnectionStateTests {
    private func at(_ seconds: Int64) -> NIODeadline {
        .uptimeNanoseconds(0) + .seconds(seconds)
    }

    private func state(_ change: (inout DoorLimits) -> Void = { _ in }) -> ConnectionState {
        var limits = DoorLimits()
        change(&limits)
        return ConnectionState(limits, ageFactor: 1, now: at(0))
    }

    @Test func anIdleConnectionIsAnnouncedRefusedAndClosed() {
        var state = state()
        #expect(state.nextCheck == at(300))
        #expect(state.check(at: at(299)) == nil)
        #expect(state.check(at: at(300)) == .announceEnd)
        #expect(state.nextCheck == at(301))
        #expect(state.check(at: at(301)) == .refuseNew(after: 0))
        #expect(state.closeIfLast() == .end)
        #expect(state.phase == .closed)
        #expect(state.nextCheck == .distantFuture)
        #expect(state.check(at: at(9_999)) == nil)
    }

    @Test func idlenessCountsFromTheLastCall() {
        var state = state()
        state.opened(1)
        #expect(state.closed(at: at(200)) == nil)
        #expect(state.nextCheck == at(500))
        #expect(state.check(at: at(499)) == nil)
        #expect(state.check(at: at(500)) == .announceEnd)
    }

    @Test func aSilentPeerIsPingedAndThenClosed() {
        var state = state()
        state.opened(1)
        #expect(state.nextCheck == at(60))
        #expect(state.check(at: at(60)) == .ping)
        #expect(state.nextCheck == at(80))
        #expect(state.check(at: at(79)) == nil)
        #expect(state.check(at: at(80)) == .close)
    }

    @Test func anyBytesAreASignOfLife() {
        var state = state()
        state.opened(1)
        #expect(state.check(at: at(60)) == .ping)
        state.heard(at: at(70))
        #expect(state.nextCheck == at(130))
        #expect(state.check(at: at(129)) == nil)
        #expect(state.check(at: at(130)) == .ping)
    }

    @Test func anAnsweredPingEndsTheAnnouncement() {
        var state = state()
        state.opened(1)
        #expect(state.pingAnswered(at: at(1)) == nil)
        #expect(state.beginLeaving(grace: .seconds(5), at: at(2)) == .announceEnd)
        #expect(state.beginLeaving(grace: .seconds(5), at: at(2)) == nil)
        #expect(state.takesNew)
        state.opened(3)
        #expect(state.pingAnswered(at: at(3)) == .refuseNew(after: 3))
        #expect(!state.takesNew)
        #expect(state.closeIfLast() == nil)
        #expect(state.closed(at: at(4)) == nil)
        #expect(state.closed(at: at(5)) == .end)
    }

    @Test func graceEnds() {
        var state = state()
        state.opened(1)
        _ = state.beginLeaving(grace: .seconds(5), at: at(0))
        _ = state.pingAnswered(at: at(1))
        #expect(state.nextCheck == at(6))
        #expect(state.check(at: at(5)) == nil)
        #expect(state.check(at: at(6)) == .close)
        #expect(state.closed(at: at(7)) == nil)
    }

    @Test func ageAnnouncesTheEnd() {
        var state = state { $0.maxConnectionAge = .seconds(30) }
        state.opened(1)
        #expect(state.nextCheck == at(30))
        #expect(state.check(at: at(30)) == .announceEnd)
        #expect(state.check(at: at(31)) == .refuseNew(after: 1))
        #expect(state.phase == .leaving(until: at(91)))
    }

    @Test func aPeerThatLeavesIsWaitedFor() {
        var state = state()
        state.opened(1)
        #expect(state.peerLeaves(at: at(1)) == nil)
        #expect(!state.takesNew)
        #expect(state.closed(at: at(2)) == .end)
        state = self.state()
        #expect(state.peerLeaves(at: at(1)) == .end)
    }

    @Test func thereIsRoomForSoManyStreams() {
        var state = state { $0.maxConcurrentStreams = 2 }
        state.opened(1)
        #expect(state.takesNew)
        state.opened(3)
        #expect(!state.takesNew)
        _ = state.closed(at: at(0))
        #expect(state.takesNew)
    }

    @Test func theWindowIsOpenedByQuarters() {
        var state = state { $0.connectionWindow = 400_000 }
        #expect(state.received(99_999) == nil)
        #expect(state.received(1) == 100_000)
        #expect(state.received(100_001) == 100_001)
    }
}
