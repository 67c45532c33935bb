import OperationsCore

/// Splits a path at its slashes and decodes each segment. Escapes are decoded first, so `%3Acancel` is a verb too;
/// a plus is a plus.
enum PathSegments {
    static func decode(_ path: String) throws(ServiceError) -> [String] {
        var segments: [String] = []
        for raw in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let segment = PercentEncoding.decode(raw, plusIsSpace: false) else {
                throw .invalid("name", "The path holds a percent sign that is not an escape of UTF-8 text.")
            }
            guard !segment.contains("/") else {
                throw .invalid("name", "An escaped slash is not allowed in the path.")
            }
            guard segment != ".", segment != ".." else {
                throw .invalid("name", "The segments '.' and '..' are not allowed.")
            }
            segments.append(segment)
        }
        return segments
    }
}

enum PercentEncoding {
    /// Nil when an escape is broken or the bytes are not UTF-8.
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
        let utf8 = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var index = 0
        while index < utf8.count {
            switch utf8[index] {
            case UInt8(ascii: "%"):
                guard index + 2 < utf8.count, let high = digit(utf8[index + 1]), let low = digit(utf8[index + 2]) else {
                    return nil
                }
                bytes.append(high << 4 | low)
                index += 2
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(utf8[index])
            }
            index += 1
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
