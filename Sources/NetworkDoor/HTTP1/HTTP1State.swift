import NIOCore

/// One request and its answer on an HTTP/1.1 connection, and what becomes of the connection afterwards.
struct HTTP1State {
    enum Request: Equatable {
        /// No request, or only part of a head.
        case none
        case receiving
        case complete
    }

    enum Answer: Equatable {
        case none
        case begun(isChunked: Bool)
        case complete
    }

    enum Next: Equatable {
        /// The next request may be taken.
        case nextRequest
        /// The answer says that the connection closes; what still comes is thrown away.
        case close
    }

    private(set) var request = Request.none
    private(set) var answer = Answer.none
    private(set) var number = 0
    private(set) var keepsAlive = true
    private var version = RequestHead.Version.http1_1
    private(set) var isHeadRequest = false
    private var pace: Pace?

    /// A request begins; returns its number.
    mutating func begin(_ head: RequestHead, keepsAlive: Bool, at now: NIODeadline) -> Int {
        number += 1
        request = .receiving
        answer = .none
        version = head.version
        isHeadRequest = head.method == "HEAD"
        self.keepsAlive = self.keepsAlive && keepsAlive
        pace = Pace(began: now)
        return number
    }

    mutating func received(_ bytes: Int) {
        pace?.received(bytes)
    }

    mutating func requestEnded() {
        request = .complete
    }

    /// The connection closes with this answer, or the next.
    mutating func endsWithThisAnswer() {
        keepsAlive = false
    }

    enum Framing: Equatable {
        /// The head says how long the body is, or there is none.
        case counted
        case chunked
        /// The body ends with the connection (HTTP/1.0).
        case untilClose
    }

    /// An answer begins, other than an informational one.
    ///
    /// - Parameters:
    ///   - hasLength: the head says how long the body is.
    ///   - isLast: there is no body.
    mutating func answerBegins(hasLength: Bool, isLast: Bool) -> Framing {
        let framing: Framing
        if hasLength || isLast || isHeadRequest {
            framing = .counted
        } else if version == .http1_0 {
            keepsAlive = false
            framing = .untilClose
        } else {
            framing = .chunked
        }
        answer = .begun(isChunked: framing == .chunked)
        // What is answered before it was read whole leaves bytes that nobody wants; a stream may still read them.
        if request == .receiving, framing != .chunked { keepsAlive = false }
        return framing
    }

    mutating func answerEnded() -> Next {
        answer = .complete
        guard request == .complete else { return .close }
        request = .none
        return keepsAlive ? .nextRequest : .close
    }

    /// The value of the answer's `connection` field, if it needs one.
    var connectionField: String? {
        if !keepsAlive { return "close" }
        return version == .http1_0 ? "keep-alive" : nil
    }

    var isChunked: Bool { answer == .begun(isChunked: true) }

    var isBusy: Bool { request != .none && answer != .complete }

    func isTooSlow(at now: NIODeadline, _ limits: DoorLimits) -> Bool {
        request == .receiving && answer == .none && pace?.isTooSlow(at: now, limits) ?? false
    }
}
