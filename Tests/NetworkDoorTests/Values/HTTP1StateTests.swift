import NIOCore
import NIOHTTP1
import Testing

@testable import NetworkDoor

@Suite struct HTTP1StateTests {
    private let start = NIODeadline.uptimeNanoseconds(0)

    private func begun(
        _ method: HTTPMethod = .POST, version: HTTPVersion = .http1_1, keepsAlive: Bool = true
    ) -> HTTP1State {
        var state = HTTP1State()
        _ = state.begin(
            RequestHead(HTTPRequestHead(version: version, method: method, uri: "/")), keepsAlive: keepsAlive, at: start)
        return state
    }

    @Test func aWholeExchangeMakesWayForTheNext() {
        var state = begun()
        #expect(state.isBusy)
        state.requestEnded()
        #expect(state.answerBegins(hasLength: true, isLast: false) == .counted)
        #expect(state.connectionField == nil)
        #expect(state.answerEnded() == .nextRequest)
        #expect(!state.isBusy)
    }

    @Test func exchangesAreNumbered() {
        var state = begun()
        state.requestEnded()
        _ = state.answerBegins(hasLength: true, isLast: true)
        _ = state.answerEnded()
        let head = RequestHead(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"))
        #expect(state.begin(head, keepsAlive: true, at: start) == 2)
        #expect(state.number == 2)
    }

    @Test func anAnswerBeforeTheEndOfItsRequestClosesTheConnection() {
        var state = begun()
        _ = state.answerBegins(hasLength: true, isLast: false)
        #expect(state.connectionField == "close")
        #expect(state.answerEnded() == .close)
        #expect(!state.isBusy)
    }

    @Test func aStreamMayBeginBeforeItsRequestHasEnded() {
        var state = begun()
        #expect(state.answerBegins(hasLength: false, isLast: false) == .chunked)
        #expect(state.connectionField == nil)
        state.requestEnded()
        #expect(state.answerEnded() == .nextRequest)
    }

    @Test func theLastAnswerSaysSo() {
        var state = begun()
        state.requestEnded()
        state.endsWithThisAnswer()
        _ = state.answerBegins(hasLength: true, isLast: false)
        #expect(state.connectionField == "close")
        #expect(state.answerEnded() == .close)
    }

    @Test func framingFollowsVersionAndLength() {
        var state = begun()
        #expect(state.answerBegins(hasLength: false, isLast: false) == .chunked)
        #expect(state.isChunked)
        state = begun(version: .http1_0)
        state.requestEnded()
        #expect(state.answerBegins(hasLength: false, isLast: false) == .untilClose)
        #expect(state.connectionField == "close")
        state = begun(.HEAD)
        #expect(state.answerBegins(hasLength: false, isLast: true) == .counted)
        #expect(!state.isChunked)
    }

    @Test func connectionsOfHTTP10SayThatTheyAreKept() {
        var state = begun(version: .http1_0)
        state.requestEnded()
        _ = state.answerBegins(hasLength: true, isLast: false)
        #expect(state.connectionField == "keep-alive")
        #expect(state.answerEnded() == .nextRequest)
        state = begun(keepsAlive: false)
        #expect(state.connectionField == "close")
    }

    @Test func onlyABodyThatIsWaitedForCanBeTooSlow() {
        let limits = DoorLimits()
        let late = start + .seconds(12)
        var state = begun()
        #expect(state.isTooSlow(at: late, limits))
        state.received(10_000)
        #expect(!state.isTooSlow(at: late, limits))
        state = begun()
        _ = state.answerBegins(hasLength: false, isLast: false)
        #expect(!state.isTooSlow(at: late, limits))
        state = begun()
        state.requestEnded()
        #expect(!state.isTooSlow(at: late, limits))
    }
}
