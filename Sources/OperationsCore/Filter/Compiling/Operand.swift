/// The right side of a comparator.
struct Operand {
    let literal: FilterLiteral
    /// Set when the value was computed as a time.
    var moment: Moment?

    var text: String { literal.text }
    var place: SourcePlace { literal.place }

    /// `*` alone, which asks whether there is anything.
    var isStar: Bool { text == "*" }

    /// The word null, which asks whether there is nothing.
    var isNull: Bool { text == "null" && !literal.isQuoted }

    /// The value for a field that is a text.
    func asText(of field: String) throws(FilterFault) -> String {
        try refuseMoment(field, "a text")
        return text
    }

    /// What was computed as a time suits nothing else.
    private func refuseMoment(_ field: String, _ kind: String) throws(FilterFault) {
        guard moment == nil else {
            throw FilterFault("'\(field.echoed)' is \(kind), and ago(…) a time.", at: place)
        }
    }

    func asFlag(of field: String) throws(FilterFault) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        default: throw FilterFault("'\(field.echoed)' is either true or false, not '\(text.echoed)'.", at: place)
        }
    }

    func asNumber(of field: String) throws(FilterFault) -> Double {
        try refuseMoment(field, "a number")
        guard let number = NumberLiteral.value(of: text) else {
            throw FilterFault("'\(field.echoed)' is a number; '\(text.echoed)' is none.", at: place)
        }
        return number
    }

    func asMoment(of field: String) throws(FilterFault) -> Moment {
        guard let moment = moment ?? Moment(text) ?? Moment(epochSeconds: text) else {
            throw FilterFault(
                "'\(field.echoed)' is a time; write \"2026-03-28T14:50:00Z\", \"2026-03-28\" or ago(1h), not '\(text.echoed)'.",
                at: place)
        }
        return moment
    }

    func asSpan(of field: String) throws(FilterFault) -> Duration {
        try refuseMoment(field, "a span")
        guard let span = SpanLiteral.value(of: text) else {
            throw FilterFault("'\(field.echoed)' is a span; write 20s, 1.5s or 2h, not '\(text.echoed)'.", at: place)
        }
        return span
    }

    /// A code by its number or its name.
    func asCode(of field: String) throws(FilterFault) -> Double {
        try refuseMoment(field, "a status code")
        if let number = NumberLiteral.value(of: text) { return number }
        guard let code = StatusCode(name: text) else {
            throw FilterFault(
                "'\(field.echoed)' is a status code; write its number, 0 to 16, or its name, such as NOT_FOUND, not '\(text.echoed)'.",
                at: place)
        }
        return Double(code.rawValue)
    }
}

extension StatusCode {
    /// The name that google.rpc.Code gives it.
    var name: String { NameSpelling.snakeCase("\(self)").uppercased() }

    init?(name: String) {
        guard let code = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = code
    }
}
