/// Where the operation stands: `state`, `done`, and their like.
struct StateTest: FilterTest {
    let meaning: StateWords.Meaning
    /// True for `!=`.
    var isNegated = false

    func holds(for subject: inout FilterSubject) -> Bool? {
        let record = subject.record
        let fits = meaning.states.contains(record.state) && (!meaning.isCancelling || record.isCancelRequested)
        return fits != isNegated
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard negated != isNegated else { return FilterBounds(states: meaning.states) }
        guard !meaning.isCancelling else { return FilterBounds() }
        return FilterBounds(states: Set(OperationState.allCases).subtracting(meaning.states))
    }
}

/// Whether cancellation was requested.
struct CancelRequestTest: FilterTest {
    let expected: Bool

    func holds(for subject: inout FilterSubject) -> Bool? {
        subject.record.isCancelRequested == expected
    }
}
