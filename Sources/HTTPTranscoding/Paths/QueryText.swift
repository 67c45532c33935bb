/// The query of a request as names and values, decoded as a form: `+` is a space. Only `&` separates; a semicolon is
/// part of a value, escaped or not.
public struct QueryText: Sendable {
    public let pairs: [(name: String, value: String)]

    /// A query has at most this many parameters.
    public static let mostPairs = 1_000

    public enum Fault: Error, Equatable {
        /// The escapes of this name, as it was sent, or of its value are broken.
        case brokenEscape(name: String)
        case tooManyPairs
    }

    /// - Parameter query: what stands behind the question mark.
    public init(_ query: Substring) throws(Fault) {
        var pairs: [(name: String, value: String)] = []
        for part in query.utf8.split(separator: UInt8(ascii: "&"), maxSplits: Self.mostPairs) {
            guard pairs.count < Self.mostPairs else { throw .tooManyPairs }
            let pair = Substring(part)
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            guard let name = PercentEncoding.decode(pair[..<equals], plusIsSpace: true),
                let value = PercentEncoding.decode(Substring(part[equals...].dropFirst()), plusIsSpace: true)
            else { throw .brokenEscape(name: String(pair[..<equals])) }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }
}
