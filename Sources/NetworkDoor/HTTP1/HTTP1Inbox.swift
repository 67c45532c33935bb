import DequeModule
import NIOCore
import NIOHTTP1

/// What was read ahead: of requests whose turn has not come, and of a body whose handler has not read it.
struct HTTP1Inbox {
    /// Bytes that are read ahead before reading stops.
    private static let room = 64 * 1_024
    /// Heads and ends count too, so that a flood of them stops the reading.
    private static let partCost = 256

    private var parts: Deque<HTTPServerRequestPart> = []
    private(set) var waitingBytes = 0
    private var unreadBytes = 0

    var isEmpty: Bool { parts.isEmpty }

    var hasRoom: Bool { waitingBytes + unreadBytes <= Self.room }

    /// A whole head waits.
    var hasRequest: Bool { parts.contains { if case .head = $0 { true } else { false } } }

    static func cost(of part: HTTPServerRequestPart) -> Int {
        switch part {
        case .head(let head):
            head.headers.reduce(partCost + head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        case .body(let bytes): partCost + bytes.readableBytes
        case .end: partCost
        }
    }

    mutating func append(_ part: HTTPServerRequestPart) {
        waitingBytes += Self.cost(of: part)
        parts.append(part)
    }

    /// - Parameter mayBegin: a request may begin now.
    mutating func next(mayBegin: Bool) -> HTTPServerRequestPart? {
        guard let part = parts.first else { return nil }
        if case .head = part, !mayBegin { return nil }
        parts.removeFirst()
        waitingBytes -= Self.cost(of: part)
        return part
    }

    mutating func dropWaiting() {
        parts = []
        waitingBytes = 0
    }

    mutating func delivered(_ bytes: Int) {
        unreadBytes += bytes
    }

    mutating func wasRead(_ bytes: Int) {
        unreadBytes = max(0, unreadBytes - bytes)
    }

    /// What its handler has not read, nobody will.
    mutating func requestIsOver() {
        unreadBytes = 0
    }
}
