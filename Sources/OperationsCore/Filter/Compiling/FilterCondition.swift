/// A filter whose names and values are understood: tests, and how they are combined.
indirect enum FilterCondition: Sendable {
    case constant(Bool)
    case all([FilterCondition])
    case any([FilterCondition])
    case not(FilterCondition)
    case test(any FilterTest)

    /// Nil when the answer depends on payloads that the subject lacks.
    func holds(for subject: inout FilterSubject) -> Bool? {
        switch self {
        case .constant(let value): return value
        case .test(let test): return test.holds(for: &subject)
        case .not(let inner): return inner.holds(for: &subject).map { !$0 }
        case .all(let parts): return Self.decide(parts, &subject, by: false)
        case .any(let parts): return Self.decide(parts, &subject, by: true)
        }
    }

    /// The first part that answers `decisive` decides.
    private static func decide(
        _ parts: [FilterCondition], _ subject: inout FilterSubject, by decisive: Bool
    ) -> Bool? {
        var answer: Bool? = !decisive
        for part in parts {
            switch part.holds(for: &subject) {
            case decisive: return decisive
            case nil: answer = nil
            default: break
            }
        }
        return answer
    }

    var needsPayloads: Bool {
        switch self {
        case .constant: false
        case .test(let test): test.needsPayloads
        case .not(let inner): inner.needsPayloads
        case .all(let parts), .any(let parts): parts.contains(where: \.needsPayloads)
        }
    }

    /// How many tests go through whole texts.
    var searches: Int {
        switch self {
        case .constant: 0
        case .test(let test): test.isSearch ? 1 : 0
        case .not(let inner): inner.searches
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.searches }
        }
    }

    /// What is true of every operation for which the condition holds, or with `negated`, does not hold.
    func bounds(negated: Bool = false) -> FilterBounds {
        switch self {
        case .constant(let value): return value != negated ? FilterBounds() : FilterBounds(states: [])
        case .test(let test): return test.bounds(negated: negated)
        case .not(let inner): return inner.bounds(negated: !negated)
        case .all(let parts) where !negated, .any(let parts) where negated:
            return parts.reduce(FilterBounds()) { $0.intersection($1.bounds(negated: negated)) }
        case .all(let parts), .any(let parts):
            return parts.reduce(FilterBounds(states: [])) { $0.union($1.bounds(negated: negated)) }
        }
    }
}
