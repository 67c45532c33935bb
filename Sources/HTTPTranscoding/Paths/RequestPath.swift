/// The path of a request, split at its slashes; each segment is decoded by itself.
///
/// Escapes are decoded first, so `%3Acancel` is a verb too; a plus is a plus.
public struct RequestPath: Sendable {
    public let segments: [Substring]

    /// - Parameter path: as it was sent, without the query.
    public init(_ path: Substring) throws(Fault) {
        guard path.utf8.first == UInt8(ascii: "/") else { throw .noSlash }
        let hasEscapes = path.utf8.contains(UInt8(ascii: "%"))
        var segments: [Substring] = []
        segments.reserveCapacity(8)
        for raw in path.dropFirst().segments {
            let segment = hasEscapes ? try Self.decode(raw) : raw
            guard segment != ".", segment != ".." else { throw .dots }
            segments.append(segment)
        }
        self.segments = segments
    }

    /// Why a path is refused.
    public enum Fault: String, Error {
        case noSlash = "A path begins with a slash."
        case brokenEscape = "The path holds a percent sign that is not an escape of UTF-8 text."
        case escapedSlash = "An escaped slash is not allowed in the path."
        case dots = "The segments '.' and '..' are not allowed."
    }

    private static func decode(_ segment: Substring) throws(Fault) -> Substring {
        guard let text = PercentEncoding.decode(segment, plusIsSpace: false) else { throw .brokenEscape }
        guard !text.utf8.contains(UInt8(ascii: "/")) else { throw .escapedSlash }
        return text[...]
    }

    /// The verb behind the last colon, and the segments without it; nil when that is none of these.
    func splitVerb(among verbs: Set<Substring>) -> (verb: Substring, segments: [Substring])? {
        guard let last = segments.last, let colon = last.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let verb = last[last.utf8.index(after: colon)...]
        guard verbs.contains(verb) else { return nil }
        return (verb, segments.dropLast() + [last[..<colon]])
    }
}

extension Substring {
    /// What stands between the slashes.
    public var segments: [Substring] {
        utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
    }
}
