import OperationsCore
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), (" false ", .bool(false)), ("-1.5e2", .number(-150)),
        ("\"\"", .string("")), (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z""#, .string("a\"\\/\u{8}\u{C}\n\r\té😀z")),
        ("[]", .array([])), ("[1, [2], {}]", .array([.number(1), .array([.number(2)]), .object([:])])),
        (#"{"a": {"b": null}, "c": "d"}"#, .object(["a": .object(["b": .null]), "c": .string("d")])),
        (#"{"a": 1, "a": 2}"#, .object(["a": .number(2)])),
    ])
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONParser.parse(text.utf8) == value)
    }

    @Test(arguments: [
        "", "{", "[", "\"", "{a: 1}", "{'a': 1}", "[1,]", "{\"a\": 1,}", "{\"a\"}", "[1 2]", "1 2", "nul", "NaN", "01x",
        "\"\u{1}\"", #""\x""#, #""\u12""#, #""\ud83d""#, #""\ud83dx""#, #""\ud83d\u0041""#, #""\ude00""#, "-",
        String(repeating: "[", count: 5_000),
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(text.utf8) }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONParser.parse(nested(100).utf8)
        #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(nested(101).utf8) }
    }
}
