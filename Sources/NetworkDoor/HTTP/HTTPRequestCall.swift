public import NIOCore

/// A whole HTTP request. It is good while its handler runs; what is needed later is taken out of it.
public struct HTTPRequestCall {
    public let method: String
    /// The path and the query, as they were sent.
    public let target: String
    public let fields: HeaderFields
    /// As it was before it was compressed; `content-encoding` and `content-length` still say how it came.
    public let body: ByteBuffer
    let exchange: HTTPExchange

    public var peer: Peer { exchange.carrier.peer }

    /// The path, without the query.
    public var path: Substring { target[..<(target.firstIndex(of: "?") ?? target.endIndex)] }

    /// What stands behind the question mark, if there is one.
    public var query: Substring? {
        target.firstIndex(of: "?").map { target[target.index(after: $0)...] }
    }

    /// Lets the request be answered later, from any thread; the handler then returns ``HTTPReply/held``.
    public func hold() -> HeldCall<HTTPResponse> {
        exchange.hold()
    }
}

/// What a handler of HTTP requests says.
public enum HTTPReply: Sendable {
    /// The answer, from memory.
    case now(HTTPResponse)
    /// Work for a task of the door.
    case later(@Sendable () async -> HTTPResponse)
    /// The answer comes by the ``HeldCall`` that the handler took.
    case held
}
