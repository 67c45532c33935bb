/// A path into the JSON of a payload.
struct PayloadTest: FilterTest {
    enum Question {
        case compare(JSONTest)
        /// Whether the path leads anywhere.
        case leadsAnywhere
    }

    let root: PayloadRoot
    let path: [PathKey]
    let question: Question

    var needsPayloads: Bool { true }

    var isSearch: Bool { true }

    func holds(for subject: inout FilterSubject) -> Bool? {
        guard subject.hasPayloads else { return nil }
        guard let view = subject.view(of: root), let body = view.body else { return false }
        if holds(for: body, path[...]) { return true }
        return view.isUnderValue && path.first?.name == "value" && holds(for: body, path.dropFirst())
    }

    func bounds(negated: Bool) -> FilterBounds {
        guard !negated else { return FilterBounds() }
        return switch root {
        case .response: FilterBounds(states: MessagePresenceTest.states(with: .response))
        case .errorDetails: FilterBounds(states: MessagePresenceTest.states(with: .error))
        case .metadata, .request, .lastErrorDetails: FilterBounds()
        }
    }

    /// A path goes through a list only with `:`, to any of its elements (AIP-160).
    private func holds(for value: JSONValue, _ path: ArraySlice<PathKey>) -> Bool {
        switch value {
        case .null: return false
        case .array(let items) where !path.isEmpty:
            return mayEnterLists && items.contains { holds(for: $0, path) }
        case .object(let members):
            guard let key = path.first else { return holds(at: value) }
            return key.value(in: members).map { holds(for: $0, path.dropFirst()) } ?? false
        default: return path.isEmpty && holds(at: value)
        }
    }

    private func holds(at value: JSONValue) -> Bool {
        switch question {
        case .compare(let test): test.holds(for: value)
        case .leadsAnywhere: true
        }
    }

    private var mayEnterLists: Bool {
        if case .compare(let test) = question { test.comparator == .has } else { false }
    }
}

/// The type URL of a payload: `metadata.@type`.
struct PayloadTypeTest: FilterTest {
    let root: PayloadRoot
    let test: TextTest

    var needsPayloads: Bool { true }

    func holds(for subject: inout FilterSubject) -> Bool? {
        guard subject.hasPayloads else { return nil }
        return subject.view(of: root).map { test.holds(for: $0.typeURL) } ?? false
    }
}
