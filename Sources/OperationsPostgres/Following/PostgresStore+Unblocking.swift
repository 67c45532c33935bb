import Logging
import OperationsCore
import PostgresClient

/// A node that is stopped, or whose machine vanishes, while it sends the end of a transaction leaves the server waiting
/// for the rest, with the lock of the feed. No time-out of the server counts then, and every other node waits.
extension PostgresStore {
    private static let interval = Duration.seconds(1)
    /// The rest of what was begun comes within microseconds, a full batch of rows within a second even by slow links.
    private static let longestSending: Int64 = 1_500

    /// Ends such sessions, until the task is cancelled. Whoever was stopped asks afterwards what became of its commit.
    func keepFeedFree() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            await endStoppedSenders()
        }
    }

    func endStoppedSenders() async {
        do {
            let ended = try await readers.run(onCancel: .cancelQuery) { session in
                session.queue(StoreStatement.endStoppedSenders.statement) { $0.int(Self.longestSending) }
                return try session.flush(within: .seconds(5)).first?.all { Int($0.int32()) } ?? []
            }
            guard !ended.isEmpty else { return }
            logger.warning(
                "A node had stopped while it stored something, and kept all others from doing so; its session was ended",
                metadata: ["session": "\(ended)"])
        } catch {
            // The pulse tells when the server is out of reach.
            noteUnended(Mishap(error, while: .working))
        }
    }

    func noteUnended(_ mishap: Mishap) {
        guard mishap.cause == .obstructed(.accessDenied) else { return noteRefusal(mishap) }
        noteRefusal(
            mishap,
            as: "The database does not let its sessions be looked at or ended; a node that stops while it stores "
                + "something may keep all others from doing so until its connection breaks")
    }
}
