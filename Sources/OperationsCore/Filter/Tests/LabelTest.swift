/// The value of one label; false when the operation has no such label.
struct LabelTest: FilterTest {
    let key: String
    let test: TextTest

    func holds(for subject: inout FilterSubject) -> Bool? {
        let labels = subject.record.labels
        // Strings of the same characters are equal to Swift although their bytes differ.
        guard let index = labels.index(forKey: key), labels[index].key.utf8.elementsEqual(key.utf8) else {
            return false
        }
        return test.holds(for: labels[index].value)
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard !negated, let value = test.onlyText else { return FilterBounds() }
        return FilterBounds(labels: [ByteText(key): [ByteText(value)]])
    }
}

/// Whether there is a label of that name.
struct LabelKeyTest: FilterTest {
    let pattern: TextPattern

    var isSearch: Bool { true }

    func holds(for subject: inout FilterSubject) -> Bool? {
        subject.record.labels.keys.contains(where: pattern.matches)
    }
}
