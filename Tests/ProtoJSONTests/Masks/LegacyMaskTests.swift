import ProtoJSON
import SwiftProtobuf
import Testing

/// Selections of what only proto2 has, and of names that mean two things.
@Suite struct LegacyMaskTests {
    private typealias Types = TestTypes
    private let transcoder: Transcoder

    init() throws {
        var file = Types.file("old.proto", package: "p", syntax: "proto2", Self.messages)
        file.extension = [
            Self.extending(".p.Old", Types.field("more", 100, .message, ".p.Old")),
            Self.extending(".p.Set", Types.field("item", 5, .message, ".p.Old")),
        ]
        transcoder = Transcoder(try DescriptorPool([Types.source([file])]))
    }

    private static func extending(_ message: String, _ field: Types.Field) -> Types.Field {
        var field = field
        field.extendee = message
        return field
    }

    private static var messages: [Google_Protobuf_DescriptorProto] {
        let group = Types.message("Part", [Types.field("x", 1, .int32), Types.field("y", 2, .int32)])
        // The name of each of the first two is what the other, or none, is called in JSON.
        var (one, two) = (Types.field("one", 1, .int32), Types.field("two", 2, .int32))
        (one.jsonName, two.jsonName) = ("two", "three")
        var old = Types.message(
            "Old", [one, two, Types.field("part", 3, .group, ".p.Old.Part", isRepeated: true)])
        old.nestedType = [group]
        old.extensionRange = [.with { ($0.start, $0.end) = (100, 200) }]
        var set = Types.message("Set", [])
        set.options.messageSetWireFormat = true
        set.extensionRange = [.with { ($0.start, $0.end) = (4, 200) }]
        return [old, set]
    }

    @Test(
        arguments: [
            ("p.Old", "part.y", #"{"three":5,"part":[{"x":1,"y":2},{"x":3}]}"#, #"{"part":[{"y":2},{}]}"#),
            ("p.Old", "part", #"{"three":5,"part":[{"x":1}]}"#, #"{"part":[{"x":1}]}"#),
            ("p.Old", "two", #"{"two":1,"three":2}"#, #"{"two":1}"#),
            ("p.Old", "one", #"{"two":1,"three":2}"#, #"{"two":1}"#),
            ("p.Old", "three", #"{"two":1,"three":2}"#, #"{"three":2}"#),
            ("p.Old", "`[p.more]`.two", #"{"two":1,"[p.more]":{"two":3,"three":4}}"#, #"{"[p.more]":{"two":3}}"#),
            ("p.Old", "`[p.more]`", #"{"two":1,"[p.more]":{"two":3}}"#, #"{"[p.more]":{"two":3}}"#),
            ("p.Set", "`[p.item]`.two", #"{"[p.item]":{"two":3,"three":4}}"#, #"{"[p.item]":{"two":3}}"#),
            ("p.Set", "*.three,*.part", #"{"[p.item]":{"two":3,"three":4}}"#, #"{"[p.item]":{"three":4}}"#),
        ])
    func partsOfThem(_ type: String, _ text: String, _ json: String, _ expected: String) throws {
        let selection = try transcoder.selection(text, of: type)
        let bytes = try transcoder.binary(of: Array(json.utf8), type: type)
        let part = try transcoder.binary(bytes, selecting: selection)
        #expect(String(decoding: try transcoder.json(of: part, type: type), as: UTF8.self) == expected)
        let text = try transcoder.json(Array(json.utf8), selecting: selection)
        #expect(String(decoding: text, as: UTF8.self) == expected)
        #expect(try transcoder.binary(of: Array(expected.utf8), type: type) == part)
    }

    @Test func bracketsOutsideOfBackquotesAreAnIndex() {
        #expect(throws: TranscodingFault.self) { try transcoder.selection("[p.more]", of: "p.Old") }
        #expect(throws: TranscodingFault.self) { try transcoder.selection("`[p.item]`", of: "p.Old") }
    }
}
