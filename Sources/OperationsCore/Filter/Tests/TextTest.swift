/// A text compared with a literal.
struct TextTest {
    private let comparator: FilterComparator
    private let literal: String
    private let pattern: TextPattern

    /// - Parameter hasMeansEquals: true for values of maps, where `:` asks for equality (AIP-160).
    init(_ comparator: FilterComparator, _ literal: String, hasMeansEquals: Bool = false) {
        self.comparator = comparator == .has && hasMeansEquals ? .equal : comparator
        self.literal = literal
        pattern = self.comparator == .has ? TextPattern(anywhere: literal) : TextPattern(literal)
    }

    func holds(for text: String) -> Bool {
        switch comparator {
        case .equal, .has: pattern.matches(text)
        case .notEqual: !pattern.matches(text)
        case .less: text.utf8.lexicographicallyPrecedes(literal.utf8)
        case .greater: literal.utf8.lexicographicallyPrecedes(text.utf8)
        case .lessOrEqual: !literal.utf8.lexicographicallyPrecedes(text.utf8)
        case .greaterOrEqual: !text.utf8.lexicographicallyPrecedes(literal.utf8)
        }
    }

    /// The one text that passes, if there is only one.
    var onlyText: String? {
        comparator == .equal && pattern.shape == .exactly ? literal : nil
    }

    /// Where the names lie that pass.
    var nameBounds: NameBounds {
        switch (comparator, pattern.shape) {
        case (.equal, .exactly): .exactly(literal)
        case (.equal, .beginning), (.has, .beginning): .beginning(with: pattern.text)
        case (.greaterOrEqual, _), (.greater, _): NameBounds(lower: literal, upper: nil)
        case (.less, _): NameBounds(lower: "", upper: literal)
        case (.lessOrEqual, _): NameBounds(lower: "", upper: literal + " ")
        default: .all
        }
    }
}

/// A text of the record.
struct TextFieldTest: FilterTest {
    let field: RecordField
    let test: TextTest

    var isSearch: Bool { field == .statusMessage }

    func holds(for subject: inout FilterSubject) -> Bool? {
        test.holds(for: text(of: subject.record))
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard !negated else { return FilterBounds() }
        switch field {
        case .name: return FilterBounds(names: test.nameBounds)
        case .queue: return FilterBounds(queues: test.onlyText.map { [$0] })
        case .parent:
            let parent = test.onlyText.map { Parent(unchecked: $0) }
            return FilterBounds(names: parent.map { .beginning(with: $0.namePrefix) } ?? .all)
        default: return FilterBounds()
        }
    }

    private func text(of record: OperationRecord) -> String {
        switch field {
        case .name: record.name.text
        case .parent: record.name.parent.text
        case .operationID: String(record.name.id)
        case .queue: record.queue
        case .workerID: record.lease?.workerID ?? ""
        case .statusMessage: record.statusMessage
        case .requestID: record.requestID ?? ""
        default: ""
        }
    }
}
