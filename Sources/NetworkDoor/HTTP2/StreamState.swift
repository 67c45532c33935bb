import NIOCore

/// One stream of an HTTP/2 connection: which halves are open, what it holds, what its peer may send.
struct StreamState {
    private(set) var isRequestComplete = false
    private(set) var isAnswered = false
    private var pace: Pace
    private var granted = 0
    /// Bytes of the answer that are counted against the connection until the stream closes.
    private(set) var heldAnswer = 0
    /// The same of a large head.
    var heldHead = 0

    private let contentLength: Int?
    private var bytes = 0

    init(began: NIODeadline, contentLength: Int? = nil) {
        pace = Pace(began: began)
        self.contentLength = contentLength
    }

    /// - Returns: false when the body is not as long as its head said.
    mutating func received(_ count: Int, isLast: Bool) -> Bool {
        pace.received(count)
        bytes += count
        if isLast { isRequestComplete = true }
        guard let contentLength else { return true }
        return isLast ? bytes == contentLength : bytes <= contentLength
    }

    /// More may be sent; returns the increment of a WINDOW_UPDATE once it is worth one.
    ///
    /// - Parameter window: the stream's window; updates are sent by quarters of it.
    mutating func grant(_ bytes: Int, window: Int) -> Int? {
        guard !isRequestComplete else { return nil }
        granted += bytes
        guard granted >= window / 4 else { return nil }
        defer { granted = 0 }
        return granted
    }

    mutating func holdsAnswer(_ bytes: Int) {
        heldAnswer += bytes
    }

    enum AnswerEnd {
        /// The stream closes by itself.
        case done
        /// The peer still sends what nobody will read: soon after the answer has left, it is told to stop
        /// (RFC 9113, 8.1).
        case resetOnceWritten
    }

    /// The answer has its last frame.
    mutating func answered() -> AnswerEnd {
        isAnswered = true
        return isRequestComplete ? .done : .resetOnceWritten
    }

    /// True when a body that must come whole comes too slowly.
    func isTooSlow(at now: NIODeadline, _ limits: DoorLimits) -> Bool {
        !isRequestComplete && !isAnswered && pace.isTooSlow(at: now, limits)
    }
}
