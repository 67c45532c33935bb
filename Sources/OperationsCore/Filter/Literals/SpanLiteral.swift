/// Durations: decimal seconds and an `s`, as AIP-160 has them, or minutes, hours or days with `m`, `h`, `d`.
enum SpanLiteral {
    static func value(of text: String) -> Duration? {
        guard let unit = text.utf8.last, let scale = seconds(in: unit),
            let number = NumberLiteral.value(of: String(text.dropLast()))
        else { return nil }
        let seconds = number * scale
        let longest = Double(Limits.longestDuration.components.seconds)
        guard abs(seconds) <= longest else { return nil }
        return .microseconds(Int64(seconds * 1_000_000 + (seconds < 0 ? -0.5 : 0.5)))
    }

    private static func seconds(in unit: UInt8) -> Double? {
        switch unit {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3_600
        case UInt8(ascii: "d"): 86_400
        default: nil
        }
    }
}
