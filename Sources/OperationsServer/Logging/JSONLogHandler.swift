import Logging
import OperationsCore
import OperationsEngine
import OperationsWire

/// Writes each log line as one JSON object on standard error, for machines to read.
struct JSONLogHandler: LogHandler {
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.info
    private let label: String
    private let write: @Sendable (String) -> Void

    init(label: String, write: @escaping @Sendable (String) -> Void) {
        self.label = label
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var writer = JSONWriter()
        writer.object { line in
            line.key("time")
            line.string(TimestampText.rfc3339(SystemTime().now))
            line.key("level")
            line.string(event.level.rawValue)
            line.key("logger")
            line.string(label)
            line.key("message")
            line.string(event.message.description)
            for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: {
                $0.key < $1.key
            }) {
                line.key(key)
                line.string(value.description)
            }
        }
        write(String(decoding: writer.bytes, as: UTF8.self) + "\n")
    }
}
