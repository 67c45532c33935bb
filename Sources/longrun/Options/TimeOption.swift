import ArgumentParser
import SwiftProtobuf

/// A point in time: RFC 3339, as in `2026-01-31T12:00:00Z`, or a span from now, as in `30m`.
enum TimeOption: ExpressibleByArgument, Hashable, Sendable {
    case at(Google_Protobuf_Timestamp)
    case after(Duration)

    init?(argument: String) {
        if let span = DurationOption(argument: argument) {
            self = .after(span.duration)
        } else if !argument.contains("\""), let time = try? Google_Protobuf_Timestamp(jsonString: "\"\(argument)\"") {
            self = .at(time)
        } else {
            return nil
        }
    }

    func timestamp(now: Google_Protobuf_Timestamp) -> Google_Protobuf_Timestamp {
        switch self {
        case .at(let time): return time
        case .after(let span):
            let (seconds, attoseconds) = span.components
            let nanos = Int64(now.nanos) + attoseconds / 1_000_000_000
            return Google_Protobuf_Timestamp(
                seconds: now.seconds + seconds + nanos / 1_000_000_000, nanos: Int32(nanos % 1_000_000_000))
        }
    }
}
