/// The value of one label; false when the operation has no such label.
struct LabelTest: FilterTest {
    let key: String
    let test: TextTest

    func holds(for subject: inout FilterSubject) -> Bool? {
        subject.record.labels[key].map(test.holds) ?? false
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard !negated, let value = test.onlyText else { return FilterBounds() }
        return FilterBounds(labels: [key: [value]])
    }
}

/// Whether there is a label of that name.
struct LabelKeyTest: FilterTest {
    let pattern: TextPattern

    func holds(for subject: inout FilterSubject) -> Bool? {
        subject.record.labels.keys.contains(where: pattern.matches)
    }
}
