import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct StreamValueTests {
    private let limits = DoorLimits()

    private func at(_ seconds: Int64) -> NIODeadline {
        .uptimeNanoseconds(0) + .seconds(seconds)
    }

    // MARK: StreamState

    @Test func aStreamIsGrantedByQuarters() {
        var state = StreamState(began: at(0))
        #expect(state.grant(24, window: 100) == nil)
        #expect(state.grant(2, window: 100) == 26)
        #expect(state.grant(24, window: 100) == nil)
    }

    @Test func aWholeRequestIsGrantedNothing() {
        var state = StreamState(began: at(0))
        #expect(state.received(10, isLast: true) == true)
        #expect(state.grant(1_000, window: 100) == nil)
        #expect(state.answered() == .done)
    }

    @Test func anAnswerBeforeTheEndOfTheRequestStopsIt() {
        var state = StreamState(began: at(0))
        #expect(state.received(10, isLast: false) == true)
        #expect(state.isTooSlow(at: at(100), limits))
        #expect(state.answered() == .resetOnceWritten)
        #expect(!state.isTooSlow(at: at(100), limits))
    }

    @Test func aBodyIsAsLongAsItsHeadSays() {
        var state = StreamState(began: at(0), contentLength: 10)
        #expect(state.received(10, isLast: false) == true)
        #expect(state.received(0, isLast: true) == true)
        state = StreamState(began: at(0), contentLength: 10)
        #expect(state.received(11, isLast: false) == false)
        state = StreamState(began: at(0), contentLength: 10)
        #expect(state.received(9, isLast: true) == false)
    }

    // MARK: Pace

    @Test func aBodyHasItsGrace() {
        let pace = Pace(began: at(0))
        #expect(!pace.isTooSlow(at: at(10), limits))
        #expect(pace.isTooSlow(at: at(10) + .nanoseconds(1), limits))
    }

    @Test func eachSecondMustBringItsBytes() {
        var pace = Pace(began: at(0))
        pace.received(1)
        #expect(!pace.isTooSlow(at: at(10) + .milliseconds(999), limits))
        #expect(pace.isTooSlow(at: at(11), limits))
        pace.received(1_024)
        #expect(!pace.isTooSlow(at: at(11), limits))
        #expect(pace.isTooSlow(at: at(12), limits))
    }

    // MARK: ReadCredit

    @Test func whatIsReadIsGranted() {
        var credit = ReadCredit()
        credit.received(30)
        #expect(credit.framed(left: 10) == 20)
        #expect(credit.held == 30)
        #expect(credit.consumed(20) == 20)
        #expect(credit.held == 10)
    }

    @Test func whatWasGrantedAheadIsNotGrantedAgain() {
        var credit = ReadCredit()
        credit.received(30)
        #expect(credit.starving() == 30)
        #expect(credit.starving() == 0)
        credit.received(20)
        #expect(credit.starving() == 20)
        credit.received(10)
        #expect(credit.framed(left: 0) == 60)
        #expect(credit.consumed(60) == 10)
        #expect(credit.held == 0)
    }

    // MARK: StallWatch

    @Test func onlyWhatWaitsCanStall() {
        var watch = StallWatch(limit: .seconds(30))
        #expect(!watch.isStalled(at: at(1_000)))
        watch.waits(10, at: at(1_000))
        #expect(watch.isWatching)
        #expect(!watch.isStalled(at: at(1_029)))
        #expect(watch.isStalled(at: at(1_030)))
        watch.left(10, at: at(1_029))
        #expect(!watch.isWatching)
        #expect(!watch.isStalled(at: at(9_999)))
    }

    @Test func anyProgressCounts() {
        var watch = StallWatch(limit: .seconds(30))
        watch.waits(10, at: at(0))
        watch.waits(10, at: at(20))
        #expect(watch.isStalled(at: at(30)))
        watch.left(10, at: at(25))
        #expect(!watch.isStalled(at: at(54)))
        watch.moved(at: at(50))
        #expect(!watch.isStalled(at: at(79)))
        watch.look(at: 1, at: at(60))
        watch.look(at: 1, at: at(70))
        #expect(!watch.isStalled(at: at(89)))
        #expect(watch.isStalled(at: at(90)))
    }
}
