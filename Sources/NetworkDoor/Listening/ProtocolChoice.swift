/// Tells HTTP/2 from HTTP/1.1 by the first bytes of a plaintext connection.
struct ProtocolChoice {
    enum Verdict: Equatable {
        case http1
        case http2
        /// As far as it goes it could be either.
        case undecided
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// - Parameter bytes: all that has come so far.
    static func verdict(_ bytes: some Sequence<UInt8>) -> Verdict {
        var count = 0
        for (byte, expected) in zip(bytes, preface) {
            guard byte == expected else { return .http1 }
            count += 1
        }
        return count == preface.count ? .http2 : .undecided
    }
}
