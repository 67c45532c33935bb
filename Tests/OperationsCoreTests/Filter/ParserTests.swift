import Testing

@testable import OperationsCore

@Suite struct ParserTests {
    /// Each text, and how it reads with every parenthesis written out.
    @Test(arguments: [
        ("a b AND c AND d", "(a AND b) AND c AND d"),
        ("a OR b AND c", "a OR b AND c"),
        ("a AND b OR c", "a AND b OR c"),
        ("a AND (b AND c)", "a AND (b AND c)"),
        ("New York Giants OR Yankees", "New AND York AND Giants OR Yankees"),
        ("NOT a OR b", "NOT a OR b"),
        ("NOT (a OR b)", "NOT (a OR b)"),
        ("NOT(a OR b)", "NOT (a OR b)"),
        ("-a OR b", "NOT a OR b"),
        ("-(a b)", "NOT (a AND b)"),
        ("a OR NOT b AND NOT c OR d", "a OR NOT b AND NOT c OR d"),
        ("a and b or not c", "a AND and AND b AND or AND not AND c"),
        ("a AND(b OR c)", "a AND b OR c"),
        ("((((a))))", "a"),
        ("a=1", "a = 1"),
        ("a  !=\t1", "a != 1"),
        ("a<=1 b>=2 c<3 d>4 e:5", "a <= 1 AND b >= 2 AND c < 3 AND d > 4 AND e : 5"),
        ("state = (A OR B)", "state = A OR state = B"),
        ("state:(A B)", "state : A AND state : B"),
        ("state = (NOT A AND (B OR C))", "NOT state = A AND state = B OR state = C"),
        ("x = (-5 OR -y)", "x = -5 OR NOT x = y"),
        ("x = -5", "x = -5"),
        ("state != (A OR B)", "state != A AND state != B"),
        ("state != (A (B OR C))", "state != A OR (state != B AND state != C)"),
        ("metadata.@type=type.googleapis.com/google.x.Y", "metadata.@type = type.googleapis.com/google.x.Y"),
        ("labels.\"key with space\" = 'it''", ""),
        ("labels.\"key with space\" = 'it\\'s'", "labels.\"key with space\" = \"it's\""),
        ("a.NOT = 1", "a.NOT = 1"),
        ("CreateTime>2022-08-07", "CreateTime > 2022-08-07"),
        ("t < 2022-08-07T10:00:00+02:00", "t < 2022-08-07T10:00:00+02:00"),
        ("collectionIds:a,b", "collectionIds : a,b"),
        ("db = projects/p/databases/(default)/x", "db = projects/p/databases/(default)/x"),
        ("(db = a/(b)/c)", "db = a/(b)/c"),
        ("labels.starred = *", "labels.starred = *"),
        ("is_v2(true)", "is_v2(true)"),
        ("t < ago( 1h )", "t < ago(1h)"),
        ("f(a, \"b c\", g(1,2))", "f(a, \"b c\", g(1, 2))"),
        ("f()", "f()"),
        ("m.f(a)", "m.f(a)"),
        ("\"quoted words\"", "\"quoted words\""),
        ("foo.bar", "foo.bar"),
        ("naïve = ünï", "\"naïve\" = ünï"),
        ("a = 'line\\nbreak \\\\ tab\\t'", "a = \"line\nbreak \\\\ tab\t\""),
    ])
    func reads(_ text: String, _ expected: String) throws {
        guard !expected.isEmpty else {
            #expect(throws: FilterFault.self) { try FilterParser.parse(text) }
            return
        }
        let expression = try FilterParser.parse(text)
        #expect(FilterPrinter.text(expression) == expected)
        #expect(try FilterParser.parse(expected) == expression)
    }

    @Test(arguments: ["", "   ", "\t\r\n "])
    func nothingIsTheEmptyFilter(_ text: String) throws {
        #expect(try FilterParser.parse(text) == nil)
    }

    @Test func placesAreBytesOfTheText() throws {
        let expression = try #require(try FilterParser.parse("ü = 1 AND name:\"x\""))
        guard case .all(let parts) = expression, case .restriction(let second) = parts.last,
            case .literal(let literal) = second.argument
        else {
            Issue.record("\(expression)")
            return
        }
        #expect(second.place.offset == 11)
        #expect(literal.place.offset == 16)
    }
}
