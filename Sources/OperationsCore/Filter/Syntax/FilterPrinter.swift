/// Writes an expression so that reading it gives the same expression.
enum FilterPrinter {
    static func text(_ expression: FilterExpression?) -> String {
        guard let expression else { return "" }
        var text = ""
        write(expression, to: &text)
        return text
    }

    private static func write(_ expression: FilterExpression, to text: inout String) {
        switch expression {
        case .all(let parts): write(parts, separator: " AND ", to: &text) { needsParenthesesInAnd($0) }
        case .any(let parts): write(parts, separator: " OR ", to: &text) { needsParenthesesInOr($0) }
        case .not(let inner):
            text += "NOT "
            if needsParenthesesInNot(inner) { parenthesized(inner, to: &text) } else { write(inner, to: &text) }
        case .restriction(let restriction):
            text += restriction.path.enumerated().map { segment($1, isFirst: $0 == 0) }.joined(separator: ".")
            text += " \(restriction.comparator.rawValue) "
            write(restriction.argument, to: &text)
        case .search(let literal): text += self.literal(literal)
        case .call(let call): write(call, to: &text)
        }
    }

    private static func write(
        _ parts: [FilterExpression], separator: String, to text: inout String,
        inParentheses: (FilterExpression) -> Bool
    ) {
        for (index, part) in parts.enumerated() {
            if index > 0 { text += separator }
            if inParentheses(part) { parenthesized(part, to: &text) } else { write(part, to: &text) }
        }
    }

    private static func parenthesized(_ expression: FilterExpression, to text: inout String) {
        text += "("
        write(expression, to: &text)
        text += ")"
    }

    /// OR binds tighter than AND.
    private static func needsParenthesesInAnd(_ part: FilterExpression) -> Bool {
        if case .all = part { true } else { false }
    }

    private static func needsParenthesesInOr(_ part: FilterExpression) -> Bool {
        switch part {
        case .all, .any: true
        default: false
        }
    }

    private static func needsParenthesesInNot(_ part: FilterExpression) -> Bool {
        switch part {
        case .all, .any, .not: true
        default: false
        }
    }

    private static func write(_ argument: FilterArgument, to text: inout String) {
        switch argument {
        case .literal(let literal): text += self.literal(literal)
        case .call(let call): write(call, to: &text)
        }
    }

    private static func write(_ call: FilterCall, to text: inout String) {
        text += call.name + "("
        for (index, argument) in call.arguments.enumerated() {
            if index > 0 { text += ", " }
            write(argument, to: &text)
        }
        text += ")"
    }

    private static func literal(_ literal: FilterLiteral) -> String {
        literal.isQuoted ? quoted(literal.text) : literal.text
    }

    /// A segment without quotes where it can stand without.
    private static func segment(_ text: String, isFirst: Bool) -> String {
        let isPlain =
            !text.isEmpty && !(isFirst && FilterKeyword.isKeyword(text))
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"):
                    true
                default: false
                }
            }
        return isPlain ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
