/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Kept as one integer so that it is cheap to store and compare; the doors format it. Arithmetic saturates
/// at the range that `google.protobuf.Timestamp` allows (the years 0001 to 9999).
public struct Timestamp: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public static let minimum = Timestamp(unchecked: -62_135_596_800_000_000)
    public static let maximum = Timestamp(unchecked: 253_402_300_799_999_999)

    /// Makes a timestamp; values outside the years 0001 to 9999 are moved to the nearest end.
    public init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Self.minimum.microseconds), Self.maximum.microseconds)
    }

    private init(unchecked microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    public static func + (time: Timestamp, span: Duration) -> Timestamp {
        Timestamp(microseconds: time.microseconds.addingSaturated(span.microseconds))
    }

    /// The span from `other` to this time; negative when `other` is later.
    public func since(_ other: Timestamp) -> Duration {
        .microseconds(microseconds - other.microseconds)
    }
}

extension Duration {
    /// The whole microseconds of this span, moved to the nearest end of Int64 when it is longer than that.
    public var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return scaled.addingSaturated(attoseconds / 1_000_000_000_000)
    }
}

extension Int64 {
    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
