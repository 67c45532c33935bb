import Testing

@testable import OperationsCore

/// What is refused, in which column, and with which words.
@Suite struct FaultTests {
    @Test(arguments: [
        ("done = ", "column 8: A value is expected here, but the filter ends."),
        ("done = AND", "column 8: A value is expected here; put the word 'AND'"),
        ("= 3", "column 1: A field or a value is expected here, not =;"),
        ("a = 1 AND", "column 10: A field or a value is expected here, but the filter ends."),
        ("AND a", "column 1: A field or a value is expected before 'AND'"),
        ("a = 1 OR OR b", "column 10: A field or a value is expected before 'OR'"),
        ("(a = 1", "column 1: The parenthesis that is opened here is never closed."),
        ("a = 1)", "column 6: AND, OR, another term or the end is expected here, not )"),
        ("()", "column 2: A field or a value is expected here, not )"),
        ("a = \"open", "column 5: The quote that is opened here is never closed."),
        ("a = 'x\\d'", "column 7: After a backslash in quotes"),
        ("a = don't", "column 8: AND, OR, another term or the end is expected here, not '"),
        ("a == 1", "column 4: A value is expected here, not ="),
        ("a = b=c", "column 6: AND, OR, another term or the end is expected here, not ="),
        ("a. = 1", "column 3: A field is expected here, not"),
        ("!done", "column 1: A negation is written 'NOT x' or '-x'."),
        ("- done:true", "column 2: No space may stand after '-'"),
        ("a\u{1}b", "column 2: A control character stands here"),
        ("\u{0}", "column 1: A control character stands here"),
        ("(a)(b)", "column 4: AND, OR, another term or the end is expected here, not ("),
        ("a = /b(c/(d", "column 5: A parenthesis in this value is never closed; put the value in quotes."),
        ("f(a, (b )", "column 6: A parenthesis in this value is never closed"),
        ("f(1) = 2", "column 1: Nothing can be compared with 'f(…)'"),
        ("NOT -a", "column 5: A term is negated once; put a word that begins with '-' in quotes."),
        ("--a", "column 2: A term is negated once"),
        ("error.code != *", "column 1: '*' asks whether there is a code: write 'error.code:*'."),
        ("name = ago(1h)", "column 8: 'name' is a text, and ago(…) a time."),
        ("labels.env = ago(1h)", "column 14: 'labels.env' is a text"),
        ("ttl > ago(1h)", "column 7: 'ttl' is a span, and ago(…) a time."),
        ("attempt > ago(1h)", "column 11: 'attempt' is a number"),
        ("{\"cluster\": \"\"}", "column 1: A filter in JSON has the members cluster_name"),
        ("ü ü ü = 1 =", "column 11: A field or a value is expected here, not ="),
        ("x = 5", "column 1: There is no field 'x' here; a field of the metadata is written 'metadata.x'"),
        ("30 < attempt", "column 1: There is no field '30' here"),
        ("name = a AND nmae = b", "column 14: There is no field 'nmae' here"),
        ("done = maybe", "column 8: 'done' is either true or false, not 'maybe'."),
        ("done > true", "column 1: 'done' is either true or false and has no order"),
        ("state = RUNING", "column 9: 'state' is one of PENDING, RUNNING,"),
        ("state = running", "column 9: 'state' is one of"),
        ("state < RUNNING", "column 1: 'state' is a state and has no order"),
        ("attempt = hello", "column 11: 'attempt' is a number; 'hello' is none."),
        ("create_time > yesterday", "column 15: 'create_time' is a time; write"),
        ("create_time > 2026-02-30", "column 15: 'create_time' is a time"),
        ("create_time > \"2026-02-03T25:00:00Z\"", "column 15: 'create_time' is a time"),
        ("ttl > soon", "column 7: 'ttl' is a span"),
        ("error = 5", "column 1: 'error' is a message: ask 'error:*'"),
        ("metadata = x", "column 1: 'metadata' is a message"),
        ("error.cause = 5", "column 1: 'error' has the fields code, message and details."),
        ("error.code = NOTFOUND", "column 14: 'error.code' is a status code"),
        ("name.first = x", "column 1: 'name' has no fields of its own."),
        ("labels = x", "column 1: Name one label, as in labels.env = prod"),
        ("regex(name)", "column 1: There is no function 'regex' here"),
        ("update_time < before(1h)", "column 15: There is no function 'before' here"),
        ("update_time < ago(x)", "column 19: 'ago' is a span"),
        ("update_time < ago()", "column 15: 'ago' takes one value"),
        ("done", "column 1: Write 'done = true' to ask for the field"),
        ("NOT done", "column 5: Write 'done = true' to ask for the field"),
        ("{\"cluster\": \"c\"}", "column 1: A filter in JSON has the members cluster_name"),
        ("{\"cluster_name\": 5}", "column 1: The value of 'cluster_name' is a text."),
        ("{\"cluster_name\": \"c\"", "column 21: A comma or a closing brace"),
        ("{\"operation_state_matcher\": \"active\"}", "column 1: 'operation_state_matcher' is ALL,"),
    ])
    func refuses(_ filter: String, _ sentence: String) {
        let refusal = refusal(filter)
        #expect(refusal.hasPrefix(sentence), "\(refusal)")
    }

    @Test func refusalsNameTheFieldAndTheReason() {
        do throws(ServiceError) {
            _ = try Filter("done = maybe", now: filterNow)
            Issue.record("It was taken.")
        } catch {
            #expect(error.reason == .invalidFilter)
            #expect(error.violations.map(\.field) == ["filter"])
            #expect(error.metadata["field"] == "filter")
        }
    }

    @Test func limitsHold() {
        let longest = "name = \"" + String(repeating: "x", count: FilterLimits.bytes - 9) + "\""
        #expect(refusal(longest) == "")
        #expect(refusal(longest + " ").contains("A filter has at most 16384 bytes; this one has 16385."))
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "name = a" + String(repeating: ")", count: depth)
        }
        #expect(refusal(nested(100)) == "")
        #expect(refusal(nested(101)).hasPrefix("column 101: Parentheses stand in each other at most 100 deep."))
        #expect(refusal(String(repeating: "(", count: 16_000)).contains("at most 100 deep"))
        #expect(refusal(String(repeating: "f(", count: 8_000)).contains("at most 100 deep"))
        let terms = Array(repeating: "a", count: 250).joined(separator: " ")
        #expect(refusal(terms) == "")
        #expect(refusal(terms + " a").contains("at most 250 terms"))
        #expect(refusal("name = (\(terms) a)").contains("at most 250 terms"))
    }
}
