import OperationsAPI
import SwiftProtobuf
import Testing

@testable import OperationsWorker

@Suite("Standard output")
struct ResponseTests {
    private func response(_ text: String) throws -> Google_Protobuf_Any? {
        try TextPayload.output(Array(text.utf8))
    }

    @Test("of nothing but white space is no response", arguments: ["", "\n", " \t\r\n"])
    func nothing(text: String) throws {
        #expect(try response(text) == nil)
    }

    @Test("that is an object is a Struct")
    func object() throws {
        let any = try #require(try response("{\"a\": 1, \"b\": [true, null]}\n"))
        let value = try Google_Protobuf_Struct(unpackingAny: any)
        #expect(value.fields["a"]?.numberValue == 1)
        #expect(value.fields["b"]?.listValue.values.count == 2)
    }

    @Test("that is an object with @type is that message")
    func typed() throws {
        let text = "{\"@type\": \"type.googleapis.com/google.protobuf.Duration\", \"value\": \"3s\"}"
        let any = try #require(try response(text))
        #expect(try Google_Protobuf_Duration(unpackingAny: any).seconds == 3)
        let status = try #require(
            try response("{\"@type\": \"type.googleapis.com/google.rpc.Status\", \"message\": \"m\"}"))
        #expect(try Google_Rpc_Status(unpackingAny: status).message == "m")
    }

    @Test(
        "whose @type is no type, or does not fit, is refused",
        arguments: [
            "{\"@type\": \"type.googleapis.com/unheard.Of\"}", "{\"@type\": 3}",
            "{\"@type\": \"type.googleapis.com/google.rpc.Status\", \"nonsense\": 1}",
        ])
    func refused(text: String) {
        #expect(throws: TextPayload.Fault.self) { try response(text) }
    }

    @Test("that is other JSON is a Value", arguments: ["42", "-1.5", "true", "null", "[1, 2]", "\"text\"", " 7 \n"])
    func value(text: String) throws {
        let any = try #require(try response(text))
        #expect(any.isA(Google_Protobuf_Value.self))
    }

    @Test(
        "that is anything else is text, without line breaks at its end",
        arguments: [
            ("hello", "hello"), ("two\nlines\n\n", "two\nlines"), ("crlf\r\n", "crlf"), ("{not json", "{not json"),
            ("{\"a\": 1} {\"a\": 2}", "{\"a\": 1} {\"a\": 2}"), ("{\"a\": 1, \"a\": 2}", "{\"a\": 1, \"a\": 2}"),
            ("  indented  \n", "  indented  "), ("größe 🌍", "größe 🌍"),
        ])
    func text(text: String, expected: String) throws {
        let any = try #require(try response(text))
        #expect(try Google_Protobuf_StringValue(unpackingAny: any).value == expected)
    }

    @Test("that is no UTF-8 is text with marks in it")
    func noText() throws {
        let any = try #require(try TextPayload.output([0x61, 0xFF, 0x62]))
        #expect(try Google_Protobuf_StringValue(unpackingAny: any).value == "a\u{FFFD}b")
    }
}

@Suite("Standard input")
struct RequestTests {
    private func text(_ message: some Message) throws -> String {
        String(decoding: PlainJSON.bytes(try Google_Protobuf_Any(message: message)), as: UTF8.self)
    }

    @Test("is {} if there is no request")
    func none() throws {
        #expect(PlainJSON.bytes(nil) == Array("{}".utf8))
        #expect(PlainJSON.bytes(Google_Protobuf_Any()) == Array("{}".utf8))
        #expect(try text(Google_Protobuf_Empty()) == "{}")
    }

    @Test(
        "is the plain value, as it was given",
        arguments: [
            "{\"a\":1,\"b\":[1.5,true,null],\"c\":{\"d\":\"e\\n\"}}", "[1,2,3]", "42", "\"text\"", "true", "null", "{}",
            "1e+300", "-0.25", "9007199254740991",
        ])
    func plain(json: String) throws {
        #expect(String(decoding: PlainJSON.bytes(try TextPayload.json(Array(json.utf8))), as: UTF8.self) == json)
    }

    @Test("is the value of a wrapper")
    func wrappers() throws {
        #expect(try text(Google_Protobuf_StringValue("a\"b")) == "\"a\\\"b\"")
        #expect(try text(Google_Protobuf_Int32Value(7)) == "7")
        #expect(try text(Google_Protobuf_BoolValue(true)) == "true")
    }

    @Test("names the type of other messages")
    func typed() throws {
        #expect(
            try text(Google_Protobuf_Duration(seconds: 3))
                == "{\"@type\":\"type.googleapis.com/google.protobuf.Duration\",\"value\":\"3s\"}")
        var any = Google_Protobuf_Any()
        any.typeURL = "example.com/unheard.Of"
        any.value = .init([1, 2, 3])
        #expect(
            String(decoding: PlainJSON.bytes(any), as: UTF8.self)
                == "{\"@type\":\"example.com/unheard.Of\",\"value\":\"AQID\"}")
    }

    @Test("must be JSON on the command line", arguments: ["", "{", "hello", "{\"a\":1,\"a\":2}"])
    func refused(text: String) {
        #expect(throws: TextPayload.Fault.self) { try TextPayload.json(Array(text.utf8)) }
    }
}
