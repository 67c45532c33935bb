import OperationsCore

/// How far the feed was told, and whether something calls for reading on. Pure.
///
/// Own commits are told by ``confirm(_:)`` once they are certain; a notification of one says nothing, since its answer
/// may yet be lost, and then the next reading at the latest finds it.
struct FeedProgress {
    /// Everything up to here was told.
    private(set) var position: Int64
    /// The servers that are followed, by the time at which each was started.
    private var servers: Set<Timestamp>
    /// True where one database answers through many servers, so that another one means nothing.
    private let hasManyServers: Bool

    /// What a notification says.
    enum Notification: Hashable {
        case change(isOwn: Bool)
        case sets

        /// Nil when it is not from a store like ours.
        init?(payload: String, writer: String) {
            let words = payload.split(separator: " ")
            switch (words.first, words.count) {
            case ("change", 3): self = .change(isOwn: words[2] == writer)
            case ("sets", 2): self = .sets
            default: return nil
            }
        }

        var callsForReading: Bool { self != .change(isOwn: true) }
    }

    /// Positions consist of the number of the commit and the place in it.
    static let placeBits: Int64 = 20

    static func position(_ commit: Int64, _ place: Int64) -> Int64 {
        commit << placeBits + place
    }

    /// - Parameter position: the end of the feed at a server that was started at `server`.
    init(position: Int64, server: Timestamp, hasManyServers: Bool = false) {
        self.position = Self.end(of: position >> Self.placeBits)
        self.hasManyServers = hasManyServers
        servers = [server]
    }

    /// Whether what is known of the feed holds at this server. Another one than before may have taken its place without
    /// having received all, and one that never came to where the feed was told was put back to an earlier state: then
    /// positions that were told mean other changes than before.
    func holds(at server: Timestamp, lastCommit: Int64) -> Bool {
        servers.contains(server) && lastCommit >= position >> Self.placeBits
    }

    /// What is known may not hold any more, whatever the server says.
    mutating func doubt() {
        servers = []
    }

    /// From here on the feed is followed at another server.
    mutating func startOver(at position: Int64, server: Timestamp) {
        self.position = Self.end(of: position >> Self.placeBits)
        if !hasManyServers { servers = [] }
        servers.insert(server)
    }

    /// Notices were read up to here.
    ///
    /// - Parameter isAll: false when more may follow of the same commit; a commit becomes visible as a whole.
    mutating func didTell(through position: Int64, isAll: Bool) {
        self.position = max(self.position, isAll ? Self.end(of: position >> Self.placeBits) : position)
    }

    /// A commit of our own, whose callers heard of it: there is nothing to tell when it follows directly on what was
    /// told.
    mutating func confirm(_ commit: Int64) {
        guard position == Self.end(of: commit - 1) else { return }
        position = Self.end(of: commit)
    }

    private static func end(of commit: Int64) -> Int64 {
        (commit + 1) << placeBits - 1
    }
}
