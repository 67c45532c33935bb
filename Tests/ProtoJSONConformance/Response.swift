/// A `conformance.ConformanceResponse`.
enum Response {
    /// The payload is not of its type.
    case parseError(String)
    /// The message cannot be said in the format that is asked for.
    case serializeError(String)
    /// The request itself is at fault.
    case runtimeError(String)
    case binary([UInt8])
    case json([UInt8])
    /// What is asked for is not offered here, and why.
    case skipped(String)

    var bytes: [UInt8] {
        switch self {
        case .parseError(let problem): Self.field(1, Array(problem.utf8))
        case .runtimeError(let problem): Self.field(2, Array(problem.utf8))
        case .binary(let message): Self.field(3, message)
        case .json(let text): Self.field(4, text)
        case .skipped(let reason): Self.field(5, Array(reason.utf8))
        case .serializeError(let problem): Self.field(6, Array(problem.utf8))
        }
    }

    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var head = [number << 3 | 2]
        var length = content.count
        while length >= 0x80 {
            head.append(UInt8(length & 0x7F) | 0x80)
            length >>= 7
        }
        return head + [UInt8(length)] + content
    }
}
