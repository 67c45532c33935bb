/// One restriction on its way to a condition: the field is known, the value still has to suit it.
struct NamedField {
    let comparator: FilterComparator
    let operand: Operand
    let path: [String]
    let place: SourcePlace

    init(_ restriction: FilterRestriction, operand: Operand) {
        comparator = restriction.comparator
        self.operand = operand
        path = restriction.path
        place = restriction.place
    }

    /// What stands behind the first name.
    var members: ArraySlice<String> { path.dropFirst() }

    var text: String { path.joined(separator: ".") }

    func condition(_ field: RecordField) throws(FilterFault) -> FilterCondition {
        switch field {
        case .metadata: return try messageCondition(field, .metadata)
        case .request: return try messageCondition(field, .request)
        case .response: return try messageCondition(field, .response)
        case .error, .lastError: return try statusCondition(field)
        case .labels: return try labelCondition()
        default:
            try refuseMembers()
            return try scalarCondition(field)
        }
    }

    private func scalarCondition(_ field: RecordField) throws(FilterFault) -> FilterCondition {
        switch field {
        case .name, .parent, .operationID, .queue, .workerID, .statusMessage, .requestID:
            return .test(TextFieldTest(field: field, test: TextTest(comparator, try operand.asText(of: text))))
        case .done: return try doneCondition()
        case .cancelRequested: return .test(CancelRequestTest(expected: try flag()))
        case .state: return try stateCondition(StateWords.meaning)
        case .statusCode: return try codeCondition(.result)
        case .createTime, .startTime, .updateTime, .endTime, .expireTime, .scheduleTime, .deadline, .readyTime,
            .leaseExpireTime:
            if let presence = presence(of: field) { return presence }
            return .test(TimeFieldTest(field: field, comparator: comparator, moment: try operand.asMoment(of: text)))
        case .attemptTimeout, .timeToLive:
            if let presence = presence(of: field) { return presence }
            return .test(SpanFieldTest(field: field, comparator: comparator, span: try operand.asSpan(of: text)))
        default:
            if let presence = presence(of: field) { return presence }
            return .test(NumberFieldTest(field: field, comparator: comparator, number: try operand.asNumber(of: text)))
        }
    }

    private func doneCondition() throws(FilterFault) -> FilterCondition {
        let isDone = try flag()
        return .test(StateTest(meaning: .init(states: isDone ? StateWords.finished : StateWords.active)))
    }

    /// The value that is asked for; `!=` turned round, `*` means true.
    private func flag() throws(FilterFault) -> Bool {
        try refuseOrdering("is either true or false")
        if operand.isStar { return comparator != .notEqual }
        return try operand.asFlag(of: text) == (comparator != .notEqual)
    }

    private func stateCondition(
        _ meaning: (String) -> StateWords.Meaning?
    ) throws(FilterFault) -> FilterCondition {
        try refuseOrdering("is a state")
        if operand.isStar { return .constant(comparator != .notEqual) }
        guard let meaning = meaning(operand.text) else {
            throw FilterFault(
                "'\(text.echoed)' is one of \(StateWords.list), not '\(operand.text.echoed)'.", at: operand.place)
        }
        return .test(StateTest(meaning: meaning, isNegated: comparator == .notEqual))
    }

    private func codeCondition(_ source: CodeTest.Source) throws(FilterFault) -> FilterCondition {
        guard operand.isStar else {
            return .test(CodeTest(source: source, comparator: comparator, code: try operand.asCode(of: text)))
        }
        guard comparator == .equal || comparator == .has else {
            throw FilterFault("'*' asks whether there is a code: write '\(text.echoed):*'.", at: place)
        }
        return .test(CodeTest(source: source, comparator: .notEqual, code: 0))
    }

    private func labelCondition() throws(FilterFault) -> FilterCondition {
        guard !members.isEmpty else {
            guard comparator == .has else {
                throw FilterFault("Name one label, as in labels.env = prod, or ask labels:env.", at: place)
            }
            return .test(LabelKeyTest(pattern: TextPattern(try operand.asText(of: text))))
        }
        // A key may hold dots itself, and a value has no members.
        let key = members.joined(separator: ".")
        if operand.isStar, comparator == .has || comparator == .equal {
            return .test(LabelKeyTest(pattern: TextPattern(exactly: key)))
        }
        return .test(
            LabelTest(key: key, test: TextTest(comparator, try operand.asText(of: text), hasMeansEquals: true)))
    }

    private func statusCondition(_ field: RecordField) throws(FilterFault) -> FilterCondition {
        let details = field == .error ? PayloadRoot.errorDetails : .lastErrorDetails
        switch members.first {
        case nil: return try wholeMessage(field, asMembers: ["code", "message", "details"])
        case "code" where members.count == 1: return try codeCondition(field == .error ? .error : .lastError)
        case "message" where members.count == 1:
            return .test(ErrorMessageTest(field: field, test: TextTest(comparator, try operand.asText(of: text))))
        case "details": return payloadCondition(details, members.dropFirst())
        default: throw FilterFault("'\(field.rawValue)' has the fields code, message and details.", at: place)
        }
    }

    /// A field that metadata may have, and else the record.
    func condition(_ name: String, orElse field: RecordField) throws(FilterFault) -> FilterCondition {
        let metadata = activeAware(payloadCondition(.metadata, path[...]))
        let isThere = FilterCondition.test(
            PayloadTest(root: .metadata, path: path.map(PathKey.init), question: .leadsAnywhere))
        let own: FilterCondition
        switch field {
        case .state where members.isEmpty || members.elementsEqual(["state"]):
            own = try stateCondition(StateWords.foreignMeaning)
        case .state: return metadata
        default:
            try refuseMembers()
            own = try scalarCondition(field)
        }
        return .any([metadata, .all([.not(isThere), own])])
    }

    /// Dataproc's `status.state = ACTIVE` means any state before the end.
    private func activeAware(_ condition: FilterCondition) -> FilterCondition {
        guard operand.text == "ACTIVE", members.elementsEqual(["state"]), !comparator.isOrdering else {
            return condition
        }
        let words = ["PENDING", "RUNNING", "ACTIVE"].map { word in
            let test = JSONTest(.equal, FilterLiteral(word, isQuoted: true))
            return FilterCondition.test(
                PayloadTest(root: .metadata, path: path.map(PathKey.init), question: .compare(test)))
        }
        return comparator == .notEqual ? .all([condition, .not(.any(words))]) : .any(words)
    }
}
