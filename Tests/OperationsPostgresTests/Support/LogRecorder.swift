import Logging
import Synchronization

/// Keeps what is logged from warnings upwards.
final class LogRecorder: Sendable {
    struct Line: Hashable {
        let message: String
        let metadata: [String: String]
    }

    private let kept = Mutex<[Line]>([])

    var lines: [Line] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = Line(
                message: event.message.description, metadata: (event.metadata ?? [:]).mapValues { "\($0)" })
            recorder.kept.withLock { $0.append(line) }
        }
    }
}
