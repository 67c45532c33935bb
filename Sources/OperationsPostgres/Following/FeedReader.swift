import OperationsCore
import PostgresClient

/// What one look at the store finds.
struct FeedPage: Sendable {
    var notices: [ChangeNotice] = []
    /// Grows whenever the sets of message types change.
    var descriptorSets: Int64 = 0
    /// The program that the schema needs.
    var neededProgram = 0
    /// True at a standby, which takes no writes.
    var isReadOnly = false
    /// When the server was started.
    var server = Timestamp.minimum
    /// The number that was given to a commit last.
    var lastCommit: Int64 = 0
    /// The end of what the notices cover.
    var position: Int64

    /// So many notices are read at once.
    static let size = 1_000

    var isFull: Bool { notices.count >= Self.size }
}

/// Reads the feed as notices, and with it how the store is.
struct FeedReader {
    let session: PostgresSession
    /// A server that does not answer within this is out of reach.
    private static let patience = Duration.milliseconds(2_500)

    func read(after position: Int64) throws -> FeedPage {
        session.queue(StoreStatement.notices.statement) {
            $0.int(position)
            $0.int(Int64(FeedPage.size))
        }
        session.queue(StoreStatement.probe.statement)
        let results = try session.flush(within: Self.patience)
        var page = FeedPage(position: position)
        page.notices = try results.first?.all(ChangeNotice.init) ?? []
        page.position = page.notices.last?.position ?? position
        _ = try results.last?.first { row in
            page.descriptorSets = row.optionalInt() ?? 0
            page.neededProgram = Int(row.optionalInt() ?? 0)
            page.isReadOnly = row.bool()
            page.server = row.timestamp()
            page.lastCommit = row.int()
        }
        return page
    }

    /// What there is to read at the end of the feed.
    func readNewest() throws -> FeedPage {
        try read(after: newestPosition())
    }

    private func newestPosition() throws -> Int64 {
        session.queue(StoreStatement.newestPosition.statement)
        return try session.flush(within: Self.patience).first?.first { $0.optionalInt() ?? 0 } ?? 0
    }
}

extension ChangeNotice {
    init(_ row: inout PostgresRow) {
        self.init(
            position: row.int(), name: row.name(), queue: row.kept(), isReady: row.bool(), isOver: row.bool(),
            nextTime: row.optionalTimestamp())
    }
}
