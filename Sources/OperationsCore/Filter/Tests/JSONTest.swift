/// A literal compared with JSON, whose types are known only when it is seen.
struct JSONTest {
    let comparator: FilterComparator
    private let literal: FilterLiteral
    private let text: TextTest
    private let whole: TextPattern
    private let key: PathKey
    private let flag: Bool?
    private let number: ExactNumber?
    private let moment: Moment?
    /// True for `ago(…)`: only what is a time is compared.
    private let isComputed: Bool
    private let span: Duration?

    init(_ comparator: FilterComparator, _ literal: FilterLiteral, moment: Moment? = nil) {
        self.comparator = comparator
        self.literal = literal
        text = TextTest(comparator, literal.text)
        whole = TextPattern(literal.text)
        key = PathKey(literal.text)
        flag = literal.text == "true" ? true : literal.text == "false" ? false : nil
        number = ExactNumber(literal.text)
        self.moment = moment ?? Moment(literal.text)
        isComputed = moment != nil
        span = literal.isQuoted && !Self.isSpan(literal.text) ? nil : SpanLiteral.value(of: literal.text)
    }

    /// - Parameter value: is not null.
    func holds(for value: JSONValue) -> Bool {
        if isComputed { return moment.map { holds(for: value, at: $0) } ?? false }
        if asksForPresence { return value.isPresent }
        return switch value {
        case .null: false
        case .bool(let value):
            flag.map { !comparator.isOrdering && comparator.holds(value ? 1 : 0, $0 ? 1 : 0) } ?? false
        case .number(let value): number.map { comparator.holds(ExactNumber(value), $0) } ?? false
        case .string(let value): holds(for: value)
        case .array(let items): comparator == .has && holds(forList: items)
        case .object(let members): comparator == .has && key.value(in: members).map { $0 != .null } ?? false
        }
    }

    private func holds(for value: JSONValue, at moment: Moment) -> Bool {
        guard case .string(let text) = value, let other = Moment(text) else { return false }
        return comparator.holds(other, moment)
    }

    /// ProtoJSON writes spans in seconds alone.
    private static func isSpan(_ text: String) -> Bool {
        text.utf8.last == UInt8(ascii: "s")
    }

    private var asksForPresence: Bool {
        whole.shape == .anything && (comparator == .has || comparator == .equal)
    }

    /// Texts that are times, spans or numbers, as ProtoJSON writes them, are compared as such.
    private func holds(for value: String) -> Bool {
        if comparator == .has { return text.holds(for: value) }
        if let moment, let other = Moment(value) { return comparator.holds(other, moment) }
        if let span, Self.isSpan(value), let other = SpanLiteral.value(of: value) {
            return comparator.holds(other, span)
        }
        if let number, !literal.isQuoted || comparator.isOrdering, let other = ExactNumber(value) {
            return comparator.holds(other, number)
        }
        return text.holds(for: value)
    }

    /// True when the list holds the value, or each of the values between its commas.
    private func holds(forList items: [JSONValue]) -> Bool {
        if items.contains(where: { isElement($0, whole) }) { return true }
        guard !literal.isQuoted, literal.text.utf8.contains(UInt8(ascii: ",")) else { return false }
        return literal.text.split(separator: ",").allSatisfy { part in
            let pattern = TextPattern(String(part))
            return items.contains { isElement($0, pattern) }
        }
    }

    /// A message is found by the value of any of its members.
    private func isElement(_ item: JSONValue, _ pattern: TextPattern) -> Bool {
        switch item {
        case .null, .array: false
        case .bool(let value): pattern.matches(value ? "true" : "false")
        case .number(let value): NumberLiteral.value(of: pattern.text) == value
        case .string(let value): pattern.matches(value)
        case .object(let members):
            members.values.contains {
                if case .object = $0 { false } else { isElement($0, pattern) }
            }
        }
    }
}
