import Foundation

/// Numbers for people.
enum Text {
    static func count(_ value: Double) -> String {
        switch value {
        case ..<100: String(format: "%.1f", value)
        case ..<10_000: String(format: "%.0f", value)
        default: String(format: "%.1fk", value / 1_000)
        }
    }

    static func ratio(_ value: Double) -> String {
        String(format: "%.2f", value)
    }

    static func bytes(_ value: Double) -> String {
        switch abs(value) {
        case ..<10_000: String(format: "%.0f B", value)
        case ..<1e6: String(format: "%.1f KB", value / 1e3)
        default: String(format: "%.0f MB", value / 1e6)
        }
    }

    /// CPU time of a call.
    static func micros(_ value: Double) -> String {
        String(format: "%.1f us CPU", value)
    }

    static func span(_ value: Duration) -> String {
        let microseconds = value / .microseconds(1)
        return switch microseconds {
        case ..<1e3: String(format: "%.0f us", microseconds)
        case ..<1e6: String(format: "%.2f ms", microseconds / 1e3)
        default: String(format: "%.2f s", microseconds / 1e6)
        }
    }
}
