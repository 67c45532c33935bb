/// A number of the record.
struct NumberFieldTest: FilterTest {
    let field: RecordField
    let comparator: FilterComparator
    let number: Double

    func holds(for subject: inout FilterSubject) -> Bool? {
        guard let value = Self.value(of: field, subject.record) else { return false }
        return comparator.holds(value, number)
    }

    /// Nil when the operation has none.
    static func value(of field: RecordField, _ record: OperationRecord) -> Double? {
        switch field {
        case .priority: Double(record.priority)
        case .attempt: Double(record.attempt)
        case .revision: Double(record.revision)
        case .progressPercent: record.progressPercent.map(Double.init)
        default: nil
        }
    }
}

/// The code of an error, or of the result, which is 0 for a response.
struct CodeTest: FilterTest {
    enum Source {
        case error, lastError, result
    }

    let source: Source
    let comparator: FilterComparator
    let code: Double

    func holds(for subject: inout FilterSubject) -> Bool? {
        guard let found = found(in: subject.record) else { return false }
        return comparator.holds(Double(found.rawValue), code)
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard !negated else { return FilterBounds() }
        switch source {
        case .error: return FilterBounds(states: MessagePresenceTest.states(with: .error))
        case .result: return FilterBounds(states: StateWords.finished)
        case .lastError: return FilterBounds()
        }
    }

    private func found(in record: OperationRecord) -> StatusCode? {
        switch source {
        case .lastError: record.lastError?.code
        case .error: record.error?.code
        case .result: record.state == .succeeded ? .ok : record.error?.code
        }
    }
}
