/// Fields that hold messages, and what is the same for all fields.
extension NamedField {
    func messageCondition(_ field: RecordField, _ root: PayloadRoot) throws(FilterFault) -> FilterCondition {
        if let member = members.first {
            guard member == "@type", members.count == 1 else { return payloadCondition(root, members) }
            return .test(PayloadTypeTest(root: root, test: TextTest(comparator, try operand.asText(of: text))))
        }
        return try wholeMessage(field, orPayload: root)
    }

    /// `path comparator value`, inside a payload.
    func payloadCondition(_ root: PayloadRoot, _ path: ArraySlice<String>) -> FilterCondition {
        let test = JSONTest(comparator, operand.literal, moment: operand.moment)
        return .test(PayloadTest(root: root, path: path.map(PathKey.init), question: .compare(test)))
    }

    /// A message without a member behind it: whether it is there, or has a member of that name.
    func wholeMessage(
        _ field: RecordField, orPayload root: PayloadRoot? = nil, asMembers names: Set<String> = []
    ) throws(FilterFault) -> FilterCondition {
        let presence = MessagePresenceTest(field: field)
        if operand.isStar, comparator == .has || comparator == .equal { return .test(presence) }
        if operand.isNull, comparator == .equal || comparator == .has { return .not(.test(presence)) }
        if operand.isNull, comparator == .notEqual { return .test(presence) }
        guard comparator == .has else {
            throw FilterFault(
                "'\(text.echoed)' is a message: ask '\(text.echoed):*', or compare one of its fields, as in \(text.echoed).\(example).",
                at: place)
        }
        if let root { return payloadCondition(root, []) }
        guard names.contains(operand.text) else {
            throw FilterFault(
                "'\(text.echoed)' has the fields \(names.sorted().joined(separator: ", ")).", at: operand.place)
        }
        return .test(presence)
    }

    /// `field:*`, and the word null; nil when something else is asked.
    func presence(of field: RecordField) -> FilterCondition? {
        let isThere = FilterCondition.test(FieldPresenceTest(field: field))
        switch comparator {
        case .has where operand.isStar, .equal where operand.isStar, .notEqual where operand.isNull: return isThere
        case .equal where operand.isNull, .has where operand.isNull: return .not(isThere)
        default: return nil
        }
    }

    func refuseMembers() throws(FilterFault) {
        guard members.isEmpty else {
            throw FilterFault("'\(path.first ?? "")' has no fields of its own.", at: place)
        }
    }

    func refuseOrdering(_ kind: String) throws(FilterFault) {
        guard !comparator.isOrdering else {
            throw FilterFault("'\(text.echoed)' \(kind) and has no order; use =, != or ':'.", at: place)
        }
    }

    private var example: String {
        path.first == "error" || path.first == "last_error" ? "code" : "@type"
    }
}
