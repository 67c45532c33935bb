/// Sees to it that a wait for the socket of an encrypted connection does not overlook what has come already: TLS and
/// GSSAPI decrypt a whole record, libpq takes of it what it has room for, and the socket tells nothing of the rest.
///
/// So such a connection is read from some more times after its socket had nothing any more, and now and then while it has
/// nothing.
struct DecryptedInput {
    /// A record has at most 16 KiB, and libpq makes room for at least 8 KiB before it reads.
    private static let readsForOneRecord = 2
    /// In milliseconds. A record that comes between two such reads, and is read in part, lies hidden for so long.
    private static let longestWait: Int32 = 100

    private let isEncrypted: Bool
    private var readsLeft = readsForOneRecord

    init(isEncrypted: Bool) {
        self.isEncrypted = isEncrypted
    }

    /// How long to wait for the socket next.
    ///
    /// - Parameter limit: in milliseconds; -1 is for good.
    func wait(upTo limit: Int32) -> Int32 {
        guard isEncrypted else { return limit }
        let longest = readsLeft > 0 ? 0 : Self.longestWait
        return limit < 0 ? longest : min(limit, longest)
    }

    /// Whether to read now.
    mutating func callsForReading(socketIsReadable: Bool) -> Bool {
        guard isEncrypted else { return socketIsReadable }
        readsLeft = socketIsReadable ? Self.readsForOneRecord : max(0, readsLeft - 1)
        return true
    }
}
