import ProtoJSON
import SwiftProtobuf
import Testing

/// What the JSON of messages looks like, as JSON Schema.
@Suite struct SchemaTests {
    private let pool: DescriptorPool

    init() throws {
        pool = try OrderTypes.pool()
    }

    private func schemas(_ names: String..., options: SchemaOptions = SchemaOptions()) throws -> String {
        String(decoding: try pool.schemas(of: names, options: options), as: UTF8.self)
    }

    /// True when a message with one field, which is made for it, has this schema of the field.
    private func describes(
        _ type: TestTypes.Field.TypeEnum, _ typeName: String = "", isRepeated: Bool = false, as expected: String
    ) throws -> Bool {
        let field = TestTypes.field("x", 1, type, typeName, isRepeated: isRepeated)
        let file = TestTypes.file("one.proto", package: "o", [TestTypes.message("One", [field])])
        let pool = try DescriptorPool([TestTypes.source([file, OrderTypes.file] + WellKnownTypes.all)])
        let json = String(decoding: try pool.schemas(of: ["o.One"]), as: UTF8.self)
        return json.contains(
            #""o.One":{"type":"object","properties":{"x":\#(expected)},"additionalProperties":false}"#)
    }

    private static let range32 = #""minimum":-2147483648,"maximum":2147483647"#
    private static let special = #"{"type":"string","enum":["NaN","Infinity","-Infinity"]}"#

    @Test(
        arguments: [
            (.bool, #"{"type":"boolean"}"#), (.string, #"{"type":"string"}"#),
            (.bytes, #"{"type":"string","format":"byte"}"#),
            (.int32, #"{"type":"integer","format":"int32",\#(range32)}"#),
            (.sfixed32, #"{"type":"integer","format":"int32",\#(range32)}"#),
            (.uint32, #"{"type":"integer","format":"uint32","minimum":0,"maximum":4294967295}"#),
            (.sint64, #"{"type":"string","format":"int64","pattern":"^-?[0-9]+$"}"#),
            (.fixed64, #"{"type":"string","format":"uint64","pattern":"^[0-9]+$"}"#),
            (.float, #"{"anyOf":[{"type":"number","format":"float"},\#(special)]}"#),
            (.double, #"{"anyOf":[{"type":"number","format":"double"},\#(special)]}"#),
        ] as [(TestTypes.Field.TypeEnum, String)])
    func scalars(_ type: TestTypes.Field.TypeEnum, _ expected: String) throws {
        #expect(try describes(type, as: expected))
        #expect(try describes(type, isRepeated: true, as: #"{"type":"array","items":\#(expected)}"#))
    }

    @Test(arguments: [
        ("google.protobuf.Timestamp", #"{"type":"string","format":"date-time"}"#),
        ("google.protobuf.Duration", #"{"type":"string","pattern":"^-?\\d+(\\.\\d{1,9})?s$"}"#),
        ("google.protobuf.FieldMask", #"{"type":"string"}"#),
        ("google.protobuf.Struct", #"{"type":"object","additionalProperties":true}"#),
        ("google.protobuf.Value", "{}"), ("google.protobuf.ListValue", #"{"type":"array","items":{}}"#),
        ("google.protobuf.BoolValue", #"{"type":"boolean"}"#),
        ("google.protobuf.Int64Value", #"{"type":"string","format":"int64","pattern":"^-?[0-9]+$"}"#),
        ("google.protobuf.Any", ##"{"$ref":"#/components/schemas/google.protobuf.Any"}"##),
        ("s.Item", ##"{"$ref":"#/components/schemas/s.Item"}"##),
    ])
    func messages(_ name: String, _ expected: String) throws {
        #expect(try describes(.message, ".\(name)", as: expected))
    }

    @Test func whatAMessageNeedsComesWithIt() throws {
        let labels = #"{"type":"object","additionalProperties":{"type":"string"}}"#
        #expect(
            try schemas("s.Item") == ##"""
                {"google.protobuf.Any":{"type":"object","properties":{"@type":{"type":"string"}},\##
                "additionalProperties":true,"if":{"minProperties":1},"then":{"required":["@type"]}},\##
                "s.Color":{"type":"string","enum":["COLOR_UNSPECIFIED","RED","GREEN"]},\##
                "s.Item":{"type":"object","properties":{"itemId":{"type":"string"},\##
                "quantity":{"type":"integer","format":"int32",\##(Self.range32)},\##
                "inner":{"$ref":"#/components/schemas/s.Item"},"labels":\##(labels),\##
                "color":{"$ref":"#/components/schemas/s.Color"},\##
                "any":{"$ref":"#/components/schemas/google.protobuf.Any"}},"additionalProperties":false}}
                """##)
    }

    @Test func mapsSayWhatTheirKeysAre() throws {
        let json = try schemas("s.Order")
        for expected in [
            ##""itemsByNumber":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/s.Item"},"##
                + #""propertyNames":{"pattern":"^-?[0-9]+$"}}"#,
            #","propertyNames":{"enum":["false","true"]}}"#,
            ##""colorsByName":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/s.Color"}}"##,
            #""nothing":{"type":"null"}"#,
            ##""empty":{"$ref":"#/components/schemas/google.protobuf.Empty"}"##,
            #""google.protobuf.Empty":{"type":"object","properties":{},"additionalProperties":false}"#,
        ] { #expect(json.contains(expected)) }
    }

    @Test func enumsMayTakeNumbers() throws {
        let json = try schemas("s.Item", options: SchemaOptions(acceptsEnumNumbers: true))
        #expect(
            json.contains(
                #""s.Color":{"anyOf":[{"type":"string","enum":["COLOR_UNSPECIFIED","RED","GREEN"]},"#
                    + #"{"type":"integer","format":"int32"}]}"#))
    }

    @Test func severalNamesAndUnknownOnes() throws {
        #expect(
            try schemas("google.protobuf.Empty", "google.protobuf.Empty", "google.protobuf.Value").hasSuffix(
                #","google.protobuf.Value":{}}"#))
        #expect(try schemas() == "{}")
        #expect(throws: TranscodingFault(problem: "The type 's.None' is not described here.")) {
            try pool.schemas(of: ["s.None"])
        }
    }

    /// Whatever they hold, they are JSON: a Struct can be read from them.
    @Test func schemasAreJSON() throws {
        let json = try pool.schemas(of: pool.messageNames)
        let bytes = try Transcoder(pool).binary(of: json, type: "google.protobuf.Struct")
        let all = try Google_Protobuf_Struct(serializedBytes: bytes)
        #expect(all.fields.count == pool.messageNames.count + 1)
        #expect(Set(all.fields.keys) == Set(pool.messageNames + ["s.Color"]))
    }
}
