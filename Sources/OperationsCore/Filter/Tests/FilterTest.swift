/// One question about a record, with everything that could be prepared before the first record is seen.
///
/// A field that an operation does not have answers every comparator with false, `!=` too (AIP-160).
protocol FilterTest: Sendable {
    /// Nil when the answer depends on payloads that the subject lacks.
    func holds(for subject: inout FilterSubject) -> Bool?

    /// What is true of every operation for which the test holds, or with `negated`, does not hold.
    func bounds(negated: Bool) -> FilterBounds

    var needsPayloads: Bool { get }

    /// True when it goes through texts that may be long.
    var isSearch: Bool { get }
}

extension FilterTest {
    func bounds(negated: Bool) -> FilterBounds { FilterBounds() }

    var needsPayloads: Bool { false }

    var isSearch: Bool { false }
}

extension FilterComparator {
    /// Compares values that have an order; `:` means equality.
    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal, .has: left == right
        case .notEqual: left != right
        }
    }

    var isOrdering: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        case .equal, .notEqual, .has: false
        }
    }
}
