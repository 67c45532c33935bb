import Logging
import OperationsCore
import PostgresClient
import Synchronization

/// What must be done from time to time. All nodes do it; each step is safe beside itself.
extension PostgresStore {
    private static let interval = Duration.seconds(60)
    /// Marks and notes are kept for so long: whoever asks for one gives up much earlier.
    private static let marksKept = 2 * OutcomeQuestion.trust.components.seconds

    func keepInOrder() async {
        while !Task.isCancelled {
            do {
                try await tidyUp()
            } catch {
                logger.warning("The store could not be tidied up", metadata: Self.metadata(error))
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    private static func metadata(_ error: any Error) -> Logger.Metadata {
        (error as? PostgresError)?.metadata ?? ["error": "\(ErrorSentence.of(error))"]
    }

    func tidyUp() async throws {
        let time = options.time
        let told = state.withLock { $0.progress.position }
        try await writers.run(onCancel: .finish) { session in
            session.queue(StoreStatement.deleteMarks.statement) { $0.int(Self.marksKept) }
            session.queue(StoreStatement.deleteReadied.statement) {
                $0.int(told)
                $0.int(Self.marksKept)
            }
            _ = try session.flush(within: .seconds(30))
            let history = HistoryUpkeep(session, time: time) { self.noteUpkeep($0) }
            try history.makeAhead()
            try history.dropOutdated()
        }
    }

    /// Only the owner of the tables may make and drop partitions of the history.
    private func noteUpkeep(_ error: PostgresError) {
        let mishap = Mishap(error, while: .working)
        guard mishap.cause == .obstructed(.accessDenied),
            state.withLock({ $0.refusals.isDue("history", mishap.cause, now: .now) })
        else { return }
        logger.warning(
            "The partitions of the history can be neither made nor dropped: the role of the nodes must own the tables",
            metadata: ["error": "\(mishap.message)"])
    }
}
