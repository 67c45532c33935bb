import NIOCore
import NIOHPACK

/// The bytes of an answer's head.
enum HTTP1Head {
    /// - Parameter fields: begin with `:status`.
    static func write(_ fields: HPACKHeaders, _ extra: [(String, String)], into buffer: inout ByteBuffer) {
        let status = fields.first(name: ":status").flatMap(Int.init) ?? 500
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(String(status))
        buffer.writeStaticString(" ")
        buffer.writeString(reason(status))
        buffer.writeStaticString("\r\n")
        for (name, value, _) in fields where name != ":status" { write(name, value, into: &buffer) }
        for (name, value) in extra { write(name, value, into: &buffer) }
        buffer.writeStaticString("\r\n")
    }

    /// A value with a line break in it would forge fields; such characters become spaces.
    private static func write(_ name: String, _ value: String, into buffer: inout ByteBuffer) {
        buffer.writeString(name)
        buffer.writeStaticString(": ")
        if value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 }) {
            buffer.writeBytes(value.utf8.map { $0 < 0x20 && $0 != 0x09 ? 0x20 : $0 })
        } else {
            buffer.writeString(value)
        }
        buffer.writeStaticString("\r\n")
    }

    static func reason(_ status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 499: "Client Closed Request"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status"
        }
    }
}
