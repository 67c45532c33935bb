public import NIOCore

/// The answer to an HTTP request; the door adds its length, date and framing.
///
/// Text, JSON and protocol buffers of 1,024 bytes or more are sent compressed to callers that prefer gzip, unless
/// they are streamed or have a `content-encoding` or an `etag` of their own.
public struct HTTPResponse: Sendable {
    public enum Body: Sendable {
        case bytes(ByteBuffer)
        /// A body that is made as it is sent; each write waits while the peer is slower. Throwing cuts it off.
        case stream(@Sendable (BodyWriter) async throws -> Void)
    }

    public var status: Int
    /// Names in lower case; without `content-length`, `date` and `connection`.
    public var fields: [(name: String, value: String)]
    public var body: Body

    public init(status: Int, fields: [(name: String, value: String)] = [], body: Body = .bytes(ByteBuffer())) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    public init(status: Int, contentType: String, bytes: [UInt8]) {
        self.init(status: status, fields: [("content-type", contentType)], body: .bytes(ByteBuffer(bytes: bytes)))
    }

    public init(status: Int, contentType: String, text: String) {
        self.init(status: status, fields: [("content-type", contentType)], body: .bytes(ByteBuffer(string: text)))
    }

    /// The same with more fields.
    public func adding(_ fields: [(name: String, value: String)]) -> HTTPResponse {
        var response = self
        response.fields += fields
        return response
    }
}
