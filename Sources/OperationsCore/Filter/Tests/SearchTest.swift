/// A word without a field: found anywhere in the name, state, queue, labels, worker, status message or error message.
struct SearchTest: FilterTest {
    private let pattern: TextPattern

    init(_ literal: String) {
        pattern = TextPattern(anywhere: literal)
    }

    var isSearch: Bool { true }

    func holds(for subject: inout FilterSubject) -> Bool? {
        let record = subject.record
        let texts = [
            record.name.text, record.state.rawValue, record.queue, record.statusMessage, record.lease?.workerID ?? "",
            record.error?.message ?? "", record.lastError?.message ?? "",
        ]
        return texts.contains(where: pattern.matches)
            || record.labels.contains { pattern.matches($0.key) || pattern.matches($0.value) }
    }
}

/// The message of an error.
struct ErrorMessageTest: FilterTest {
    let field: RecordField
    let test: TextTest

    var isSearch: Bool { true }

    func holds(for subject: inout FilterSubject) -> Bool? {
        let status = field == .error ? subject.record.error : subject.record.lastError
        return status.map { test.holds(for: $0.message) } ?? false
    }

    func bounds(negated: Bool) -> FilterBounds {
        negated || field != .error ? FilterBounds() : FilterBounds(states: MessagePresenceTest.states(with: .error))
    }
}
