import Testing

@testable import OperationsPostgres

@Suite struct PresenceSetbacksTests {
    @Test func pausesGrowUntilItWorks() {
        var setbacks = PresenceSetbacks()
        var pauses: [Duration] = []
        for _ in 0..<8 {
            setbacks.didFail(restWorks: true)
            pauses.append(setbacks.pause)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        setbacks.didShow()
        #expect(setbacks.pause == .seconds(1))
    }

    /// Or the node would not be seen for half a minute after the server came back.
    @Test func pausesDoNotGrowWhileTheServerIsAway() {
        var setbacks = PresenceSetbacks()
        for _ in 0..<8 {
            setbacks.didFail(restWorks: false)
            #expect(setbacks.pause == .seconds(1) && !setbacks.isToBeTold)
        }
    }

    @Test func aConnectionThatBreaksOnceIsNotTold() {
        var setbacks = PresenceSetbacks()
        var told: [Bool] = []
        for _ in 0..<2 {
            setbacks.didFail(restWorks: true)
            told.append(setbacks.isToBeTold)
        }
        #expect(told == [false, true])
    }
}
