/// Restrictions, their arguments, and calls.
extension FilterParser {
    /// `restriction = comparable [ comparator arg ]`
    mutating func restriction() throws(FilterFault) -> FilterExpression {
        let start = scanner.place
        let member = try member()
        if scanner.peek == UInt8(ascii: "("), !member.isQuoted {
            let call = try call(named: member.path.joined(separator: "."), at: start)
            try refuseComparator(after: call)
            return .call(call)
        }
        let end = scanner.place
        scanner.skipSpace()
        guard let comparator = scanner.takeComparator() else {
            scanner.goBack(to: end)
            return .search(
                FilterLiteral(member.path.joined(separator: "."), isQuoted: member.isQuoted, place: start))
        }
        scanner.skipSpace()
        if scanner.peek == UInt8(ascii: "(") {
            let mode = Mode.values(path: member.path, comparator, start)
            uncount()
            let values = try nested { (parser: inout FilterParser) throws(FilterFault) in try parser.expression(mode) }
            return comparator == .notEqual ? values.exchanged : values
        }
        let argument = try argument(commaEnds: false)
        return .restriction(
            FilterRestriction(path: member.path, comparator: comparator, argument: argument, place: start))
    }

    /// `arg = comparable`: bare text with all that values are written with, text in quotes, or a call.
    mutating func argument(commaEnds: Bool) throws(FilterFault) -> FilterArgument {
        let start = scanner.place
        guard let first = scanner.peek else {
            throw FilterFault("A value is expected here, but the filter ends.", at: start)
        }
        if FilterScanner.isQuote(first) {
            return .literal(FilterLiteral(try scanner.quotedText(), isQuoted: true, place: start))
        }
        if isCall { return .call(try call(named: try scanner.pathText(commaEnds: commaEnds), at: start)) }
        let text = try scanner.valueText(commaEnds: commaEnds)
        guard !text.isEmpty else { throw unexpected(expecting: "A value is expected here") }
        guard !FilterKeyword.isKeyword(text) else {
            throw FilterFault("A value is expected here; put the word '\(text)' in quotes if it is one.", at: start)
        }
        return .literal(FilterLiteral(text, isQuoted: false, place: start))
    }

    /// `member = value *( "." field )`
    private mutating func member() throws(FilterFault) -> (path: [String], isQuoted: Bool) {
        var path: [String] = []
        var isQuoted = false
        repeat {
            if let next = scanner.peek, FilterScanner.isQuote(next) {
                isQuoted = true
                path.append(try scanner.quotedText())
            } else {
                path.append(try bareSegment(isFirst: path.isEmpty))
            }
            guard path.count <= FilterLimits.depth else {
                throw FilterFault("A path has at most \(FilterLimits.depth) names.", at: scanner.place)
            }
        } while scanner.take(UInt8(ascii: "."))
        return (path, isQuoted)
    }

    private mutating func bareSegment(isFirst: Bool) throws(FilterFault) -> String {
        let start = scanner.place
        let text = try scanner.pathText(commaEnds: false)
        guard !text.isEmpty else {
            throw unexpected(expecting: isFirst ? "A field or a value is expected here" : "A field is expected here")
        }
        guard !isFirst || !FilterKeyword.isKeyword(text) else {
            throw FilterFault(
                "A field or a value is expected before '\(text)'; put the word in quotes if it is one.", at: start)
        }
        guard !isFirst || !text.utf8.starts(with: [UInt8(ascii: "!")]) else {
            throw FilterFault("A negation is written 'NOT x' or '-x'.", at: start)
        }
        return text
    }

    /// `function = name *( "." name ) "(" [ arg *( "," arg ) ] ")"`
    private mutating func call(named name: String, at start: SourcePlace) throws(FilterFault) -> FilterCall {
        let arguments = try nested { (parser: inout FilterParser) throws(FilterFault) in
            try parser.callArguments()
        }
        return FilterCall(name: name, arguments: arguments, place: start)
    }

    private mutating func callArguments() throws(FilterFault) -> [FilterArgument] {
        var arguments: [FilterArgument] = []
        scanner.skipSpace()
        guard scanner.peek != UInt8(ascii: ")") else { return arguments }
        repeat {
            scanner.skipSpace()
            arguments.append(try argument(commaEnds: true))
            scanner.skipSpace()
        } while scanner.take(UInt8(ascii: ","))
        return arguments
    }

    /// True when a name of letters, digits and underscores stands here, and a parenthesis directly behind it.
    private var isCall: Bool {
        var length = 0
        while let byte = scanner.byte(at: length), Self.isNameByte(byte) { length += 1 }
        return length > 0 && length <= FilterCall.longestName && scanner.byte(at: length) == UInt8(ascii: "(")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func refuseComparator(after call: FilterCall) throws(FilterFault) {
        var ahead = scanner
        ahead.skipSpace()
        guard ahead.takeComparator() == nil else {
            throw FilterFault(
                "Nothing can be compared with '\(call.name.echoed)(…)'; a field stands on the left.", at: call.place)
        }
    }

    func unexpected(
        expecting expectation: String = "AND, OR, another term or the end is expected here"
    ) -> FilterFault {
        guard let next = scanner.peek else {
            return FilterFault("\(expectation), but the filter ends.", at: scanner.place)
        }
        if FilterScanner.isControl(next) {
            return FilterFault(
                "A control character stands here; only text in quotes may hold one.", at: scanner.place)
        }
        let rest = String(decoding: scanner.bytes[scanner.offset...].prefix(4), as: UTF8.self)
        let found = rest.first.map { String($0) } ?? ""
        return FilterFault(
            "\(expectation), not \(found); put a value that holds such characters in quotes.", at: scanner.place)
    }
}

extension FilterCall {
    /// So that looking for the parenthesis stays short.
    static let longestName = 64
}
