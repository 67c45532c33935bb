#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import SwiftProtobuf

extension Google_Protobuf_Timestamp {
    /// The time of this machine.
    static var now: Google_Protobuf_Timestamp {
        Google_Protobuf_Timestamp(date: Date())
    }

    /// RFC 3339 in whole seconds.
    var text: String {
        let time = Google_Protobuf_Timestamp(seconds: seconds)
        let json = (try? time.jsonString()) ?? ""
        return json.filter { $0 != "\"" }
    }

    /// How long ago it was, rounded down to the largest unit: `5s`, `12m`, `3h`, `9d`.
    func age(at now: Google_Protobuf_Timestamp) -> String {
        let span = max(0, now.seconds - seconds)
        return switch span {
        case ..<60: "\(span)s"
        case ..<3_600: "\(span / 60)m"
        case ..<86_400: "\(span / 3_600)h"
        default: "\(span / 86_400)d"
        }
    }
}

extension Duration {
    /// `0:07`, `12:34`, `1:02:03`.
    var clockText: String {
        let seconds = max(0, components.seconds)
        let (minutes, rest) = (seconds / 60, seconds % 60)
        let tail = rest < 10 ? "0\(rest)" : "\(rest)"
        guard minutes >= 60 else { return "\(minutes):\(tail)" }
        return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):\(tail)"
    }

    /// `0.4 s`, `12.3 s`, `12:34`.
    var shortText: String {
        guard components.seconds < 100 else { return clockText }
        let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
