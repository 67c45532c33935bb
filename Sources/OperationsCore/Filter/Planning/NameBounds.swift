/// A range of names, compared by their bytes.
public struct NameBounds: Hashable, Sendable {
    /// The first text in the range.
    public var lower: String
    /// The first text behind the range; nil: no end.
    public var upper: String?

    public static let all = NameBounds(lower: "", upper: nil)

    public init(lower: String, upper: String?) {
        self.lower = lower
        self.upper = upper
    }

    /// That name alone; a space sorts before all that a name may hold.
    public static func exactly(_ name: String) -> NameBounds {
        NameBounds(lower: name, upper: name + " ")
    }

    /// All names that begin so; a DEL sorts behind all that a name may hold.
    public static func beginning(with prefix: String) -> NameBounds {
        NameBounds(lower: prefix, upper: prefix + "\u{7F}")
    }

    public var isEmpty: Bool {
        upper.map { !Self.precedes(lower, $0) } ?? false
    }

    public func contains(_ name: OperationName) -> Bool {
        !Self.precedes(name.text, lower) && upper.map { Self.precedes(name.text, $0) } ?? true
    }

    func intersection(_ other: NameBounds) -> NameBounds {
        NameBounds(
            lower: Self.precedes(lower, other.lower) ? other.lower : lower,
            upper: [upper, other.upper].compactMap(\.self).min(by: Self.precedes))
    }

    func union(_ other: NameBounds) -> NameBounds {
        let first = Self.precedes(lower, other.lower) ? lower : other.lower
        guard let upper, let otherUpper = other.upper else { return NameBounds(lower: first, upper: nil) }
        return NameBounds(lower: first, upper: Self.precedes(upper, otherUpper) ? otherUpper : upper)
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

/// A span of time; both ends belong to it.
public struct TimeBounds: Hashable, Sendable {
    public var from: Timestamp
    public var through: Timestamp

    public static let all = TimeBounds()

    public init(from: Timestamp = Timestamp(microseconds: .min), through: Timestamp = Timestamp(microseconds: .max)) {
        self.from = from
        self.through = through
    }

    public var isEmpty: Bool { through < from }

    func intersection(_ other: TimeBounds) -> TimeBounds {
        TimeBounds(from: max(from, other.from), through: min(through, other.through))
    }

    func union(_ other: TimeBounds) -> TimeBounds {
        TimeBounds(from: min(from, other.from), through: max(through, other.through))
    }
}
