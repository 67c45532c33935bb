/// Whether a field has a value: `field:*`.
struct FieldPresenceTest: FilterTest {
    let field: RecordField

    func holds(for subject: inout FilterSubject) -> Bool? {
        let record = subject.record
        if let number = NumberFieldTest.value(of: field, record) { return field == .progressPercent || number != 0 }
        return TimeFieldTest.value(of: field, record) != nil || SpanFieldTest.value(of: field, record) != nil
    }

    func bounds(negated: Bool) -> FilterBounds {
        field == .endTime || field == .expireTime
            ? FilterBounds(states: negated ? StateWords.active : StateWords.finished) : FilterBounds()
    }
}

/// Whether an operation has an error, a response, metadata or a request.
struct MessagePresenceTest: FilterTest {
    let field: RecordField
    var isExpected = true

    func holds(for subject: inout FilterSubject) -> Bool? {
        if field == .request, !subject.hasPayloads { return nil }
        return isPresent(in: subject.record) == isExpected
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard let states = Self.states(with: field) else { return FilterBounds() }
        return FilterBounds(states: negated != isExpected ? states : Set(OperationState.allCases).subtracting(states))
    }

    var needsPayloads: Bool { field == .request }

    /// The states in which there is such a message; nil when the state does not tell.
    static func states(with field: RecordField) -> Set<OperationState>? {
        switch field {
        case .error: [.failed, .cancelled]
        case .response: [.succeeded]
        default: nil
        }
    }

    private func isPresent(in record: OperationRecord) -> Bool {
        switch field {
        case .error, .response: Self.states(with: field)?.contains(record.state) ?? false
        case .lastError: record.lastError != nil
        case .request: record.request != nil
        default: true
        }
    }
}
