import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct HTTP1PatienceTests {
    private let limits = DoorLimits()

    private func at(_ seconds: Int64) -> NIODeadline {
        .uptimeNanoseconds(0) + .seconds(seconds)
    }

    @Test func theFirstRequestMustComeSoon() {
        var patience = HTTP1Patience(limits, ageFactor: 1, accepted: at(0))
        #expect(patience.nextCheck(isBusy: false) == at(10))
        #expect(patience.check(at: at(9), isBusy: false) == .wait)
        #expect(patience.check(at: at(10), isBusy: false) == .end)
    }

    @Test func theNextOnesMayTakeTheirTime() {
        var patience = HTTP1Patience(limits, ageFactor: 1, accepted: at(0))
        patience.requestBegins()
        #expect(patience.check(at: at(1_000), isBusy: true) == .wait)
        #expect(patience.nextCheck(isBusy: true) == .distantFuture)
        patience.requestEnds(at: at(1_000))
        #expect(patience.nextCheck(isBusy: false) == at(1_300))
        #expect(patience.check(at: at(1_299), isBusy: false) == .wait)
        #expect(patience.check(at: at(1_300), isBusy: false) == .end)
    }

    @Test func aHeadCountsFromItsFirstByte() {
        var patience = HTTP1Patience(limits, ageFactor: 1, accepted: at(0))
        patience.requestEnds(at: at(0))
        patience.headBegins(at: at(5))
        patience.headBegins(at: at(14))
        #expect(patience.nextCheck(isBusy: false) == at(15))
        #expect(patience.check(at: at(14), isBusy: false) == .wait)
        #expect(patience.check(at: at(15), isBusy: false) == .refuseSlowHead)
        patience.requestBegins()
        #expect(patience.check(at: at(15), isBusy: true) == .wait)
    }

    @Test func ageEndsAConnectionWithItsAnswer() {
        var limits = limits
        limits.maxConnectionAge = .seconds(100)
        limits.ageGrace = .seconds(20)
        var patience = HTTP1Patience(limits, ageFactor: 1.1, accepted: at(0))
        #expect(patience.nextCheck(isBusy: true) == at(110))
        #expect(patience.check(at: at(110), isBusy: true) == .endWithNextAnswer)
        #expect(patience.nextCheck(isBusy: true) == at(130))
        #expect(patience.check(at: at(129), isBusy: true) == .wait)
        #expect(patience.check(at: at(130), isBusy: true) == .close)
    }

    @Test func ageEndsAnIdleConnectionAtOnce() {
        var limits = limits
        limits.maxConnectionAge = .seconds(5)
        var patience = HTTP1Patience(limits, ageFactor: 1, accepted: at(0))
        #expect(patience.nextCheck(isBusy: false) == at(5))
        #expect(patience.check(at: at(5), isBusy: false) == .end)
    }
}
