/// Reads the language of AIP-160, in one pass from left to right.
///
/// ```
/// expression  = sequence *( WS "AND" WS sequence )
/// sequence    = factor *( WS factor )
/// factor      = term *( WS "OR" WS term )
/// term        = [ "NOT" WS / "-" ] simple
/// simple      = restriction / "(" expression ")"
/// ```
///
/// Negation binds tightest, then OR, then juxtaposition, then AND. `NOT(x)` is taken as a negation.
struct FilterParser {
    /// What stands in the innermost parentheses.
    enum Mode {
        case restrictions
        /// The values of one field: `field = (A OR B)`.
        case values(path: [String], FilterComparator, SourcePlace)
    }

    var scanner: FilterScanner
    private var depth = 0
    private var terms = 0

    /// - Returns: nil for the empty filter.
    static func parse(_ text: String) throws(FilterFault) -> FilterExpression? {
        try FilterLimits.check(text)
        var parser = FilterParser(scanner: FilterScanner(text))
        parser.scanner.skipSpace()
        guard parser.scanner.peek != nil else { return nil }
        let expression = try parser.expression(.restrictions)
        guard parser.scanner.peek == nil else { throw parser.unexpected() }
        return expression
    }

    private init(scanner: FilterScanner) {
        self.scanner = scanner
    }

    /// Ends before a closing parenthesis or at the end of the text.
    mutating func expression(_ mode: Mode) throws(FilterFault) -> FilterExpression {
        var parts = [try sequence(mode)]
        while scanner.take(.and) {
            parts.append(try sequence(mode))
        }
        return Self.joined(parts, FilterExpression.all)
    }

    private mutating func sequence(_ mode: Mode) throws(FilterFault) -> FilterExpression {
        var factors = [try factor(mode)]
        while canBeginTerm { factors.append(try factor(mode)) }
        return Self.joined(factors, FilterExpression.all)
    }

    private mutating func factor(_ mode: Mode) throws(FilterFault) -> FilterExpression {
        var terms = [try term(mode)]
        while scanner.take(.or) {
            terms.append(try term(mode))
        }
        return Self.joined(terms, FilterExpression.any)
    }

    private mutating func term(_ mode: Mode) throws(FilterFault) -> FilterExpression {
        scanner.skipSpace()
        var isNegated = scanner.take(.not)
        if isNegated {
            scanner.skipSpace()
        } else if scanner.peek == UInt8(ascii: "-"), !isNegativeNumber(in: mode) {
            scanner.advance()
            isNegated = true
            if let next = scanner.peek, FilterScanner.isSpace(next) {
                throw FilterFault("No space may stand after '-'; write '-x' or 'NOT x'.", at: scanner.place)
            }
        }
        if isNegated, scanner.peek == UInt8(ascii: "-"), !isNegativeNumber(in: mode) {
            throw FilterFault("A term is negated once; put a word that begins with '-' in quotes.", at: scanner.place)
        }
        let simple = try simple(mode)
        try endTerm()
        return isNegated ? .not(simple) : simple
    }

    private mutating func simple(_ mode: Mode) throws(FilterFault) -> FilterExpression {
        if scanner.peek == UInt8(ascii: "(") {
            return try nested { (parser: inout FilterParser) throws(FilterFault) in try parser.expression(mode) }
        }
        try count()
        switch mode {
        case .restrictions: return try restriction()
        case .values(let path, let comparator, let place):
            let argument = try argument(commaEnds: false)
            return .restriction(
                FilterRestriction(path: path, comparator: comparator, argument: argument, place: place))
        }
    }

    /// Reads what stands in parentheses.
    mutating func nested<Value>(
        _ read: (inout FilterParser) throws(FilterFault) -> Value
    ) throws(FilterFault) -> Value {
        let start = scanner.place
        guard depth < FilterLimits.depth else {
            throw FilterFault("Parentheses stand in each other at most \(FilterLimits.depth) deep.", at: start)
        }
        scanner.advance()
        depth += 1
        let value = try read(&self)
        depth -= 1
        guard scanner.take(UInt8(ascii: ")")) else {
            guard scanner.peek == nil else { throw unexpected() }
            throw FilterFault("The parenthesis that is opened here is never closed.", at: start)
        }
        return value
    }

    private mutating func count() throws(FilterFault) {
        terms += 1
        guard terms <= FilterLimits.terms else {
            throw FilterFault(
                "A filter has at most \(FilterLimits.terms) terms; ask several times instead.", at: scanner.place)
        }
    }

    /// Takes a restriction back whose values are counted one by one.
    mutating func uncount() {
        terms -= 1
    }

    /// After a term comes a space, a closing parenthesis or the end.
    private mutating func endTerm() throws(FilterFault) {
        guard !scanner.skipSpace(), let next = scanner.peek, next != UInt8(ascii: ")") else { return }
        throw unexpected()
    }

    private var canBeginTerm: Bool {
        guard let next = scanner.peek, next != UInt8(ascii: ")") else { return false }
        return !scanner.isAt(.and) && !scanner.isAt(.or)
    }

    /// `x = (-5 OR 3)`: a number, and no negation.
    private func isNegativeNumber(in mode: Mode) -> Bool {
        guard case .values = mode, let next = scanner.byte(at: 1) else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
    }

    private static func joined(
        _ parts: [FilterExpression], _ join: ([FilterExpression]) -> FilterExpression
    ) -> FilterExpression {
        if let only = parts.first, parts.count == 1 { return only }
        return join(parts)
    }
}
