import ProtoJSON
import Testing

/// What is left of a message, in JSON and in binary.
@Suite struct MaskTests {
    private let transcoder: Transcoder

    init() throws {
        transcoder = Transcoder(try OrderTypes.pool())
    }

    /// Both ways to the selected JSON, which are the same.
    private func selected(_ selection: String, _ json: String) throws -> String {
        let selection = try transcoder.selection(selection, of: "s.Order")
        let bytes = try transcoder.binary(of: Array(json.utf8), type: "s.Order")
        let whole = try transcoder.json(of: bytes, type: "s.Order")
        let part = try transcoder.binary(bytes, selecting: selection)
        let one = String(decoding: try transcoder.json(whole, selecting: selection), as: UTF8.self)
        let other = String(decoding: try transcoder.json(of: part, type: "s.Order"), as: UTF8.self)
        #expect(one == other)
        return one
    }

    @Test(arguments: [
        ("count", #"{"displayName":"x","count":1}"#, #"{"count":1}"#),
        ("display_name", #"{"displayName":"x","count":1}"#, #"{"displayName":"x"}"#),
        ("count", #"{"displayName":"x"}"#, "{}"),
        ("item.quantity", #"{"count":1,"item":{"itemId":"i","quantity":2}}"#, #"{"item":{"quantity":2}}"#),
        ("item.quantity", #"{"item":{"itemId":"i"}}"#, #"{"item":{}}"#),
        ("item.quantity", #"{"count":1}"#, "{}"),
        (
            "item(color,inner/itemId)", #"{"item":{"itemId":"i","inner":{"itemId":"j","quantity":1},"color":"RED"}}"#,
            #"{"item":{"inner":{"itemId":"j"},"color":"RED"}}"#
        ),
        ("items.quantity", #"{"items":[{"quantity":1},{"itemId":"i"},{}]}"#, #"{"items":[{"quantity":1},{},{}]}"#),
        ("labels.a", #"{"labels":{"a":"1","b":"2"}}"#, #"{"labels":{"a":"1"}}"#),
        ("labels.c", #"{"labels":{"a":"1","b":"2"}}"#, "{}"),
        ("labels.`a.b`", #"{"labels":{"a":"1","a.b":"2"}}"#, #"{"labels":{"a.b":"2"}}"#),
        ("labels.`\"`", #"{"labels":{"a":"1","\"":"2"}}"#, #"{"labels":{"\"":"2"}}"#),
        ("labels.*", #"{"labels":{"a":"1","b":"2"}}"#, #"{"labels":{"a":"1","b":"2"}}"#),
        (
            "itemsByNumber.-5.quantity", #"{"itemsByNumber":{"-5":{"itemId":"x","quantity":1},"6":{"quantity":2}}}"#,
            #"{"itemsByNumber":{"-5":{"quantity":1}}}"#
        ),
        (
            "itemsByNumber.*.quantity", #"{"itemsByNumber":{"5":{"itemId":"x"},"6":{"quantity":2}}}"#,
            #"{"itemsByNumber":{"5":{},"6":{"quantity":2}}}"#
        ),
        ("flags.true", #"{"flags":{"false":1,"true":0}}"#, #"{"flags":{"true":0}}"#),
        (
            "*.quantity", #"{"count":1,"item":{"itemId":"i","quantity":2},"items":[{"quantity":3}]}"#,
            #"{"item":{"quantity":2},"items":[{"quantity":3}]}"#
        ),
        (
            "item.itemId,*.quantity", #"{"item":{"itemId":"i","quantity":2},"b":{"itemId":"k","quantity":4}}"#,
            #"{"item":{"itemId":"i","quantity":2},"b":{"quantity":4}}"#
        ),
        ("item,item.quantity", #"{"item":{"itemId":"i","quantity":2}}"#, #"{"item":{"itemId":"i","quantity":2}}"#),
        (
            "parent.parent.createTime",
            #"{"parent":{"createTime":"2024-01-01T00:00:00Z","parent":{"createTime":"2025-01-01T00:00:00Z"}}}"#,
            #"{"parent":{"parent":{"createTime":"2025-01-01T00:00:00Z"}}}"#
        ),
        (
            "tags,colors,times", #"{"tags":["a","b"],"count":2,"colors":["RED"],"times":["2024-01-01T00:00:00Z"]}"#,
            #"{"colors":["RED"],"tags":["a","b"],"times":["2024-01-01T00:00:00Z"]}"#
        ),
    ])
    func fields(_ selection: String, _ json: String, _ expected: String) throws {
        #expect(try selected(selection, json) == expected)
    }

    @Test(arguments: [
        ("details.a", #"{"details":{"a":1,"b":2}}"#, #"{"details":{"a":1}}"#),
        ("details.a.b", #"{"details":{"a":{"b":null,"c":2},"b":2}}"#, #"{"details":{"a":{"b":null}}}"#),
        ("details.a.b", #"{"details":{"a":5}}"#, #"{"details":{}}"#),
        ("details.a.b", #"{"details":{"a":[1,{"b":2,"c":3},[{"c":1}],null]}}"#, #"{"details":{"a":[{"b":2},[{}]]}}"#),
        ("extra.a", #"{"extra":{"a":1,"b":2}}"#, #"{"extra":{"a":1}}"#),
        ("extra.a", #"{"extra":5,"count":1}"#, "{}"),
        ("extra.a", #"{"extra":null}"#, "{}"),
        ("extra", #"{"extra":null}"#, #"{"extra":null}"#),
        ("extra.a", #"{"extra":["x"]}"#, #"{"extra":[]}"#),
        ("list.a", #"{"list":[1,{"a":2,"b":3},[]]}"#, #"{"list":[{"a":2},[]]}"#),
        (
            "payload.item_id", #"{"payload":{"@type":"x/s.Item","itemId":"i","quantity":1}}"#,
            #"{"payload":{"@type":"x/s.Item","itemId":"i"}}"#
        ),
        ("payload.nowhere", #"{"payload":{"@type":"x/s.Item","itemId":"i"}}"#, #"{"payload":{"@type":"x/s.Item"}}"#),
        ("payload.@type", #"{"payload":{"@type":"x/s.Item","itemId":"i"}}"#, #"{"payload":{"@type":"x/s.Item"}}"#),
        (
            "payload.any.color",
            #"{"payload":{"@type":"x/s.Item","any":{"@type":"x/s.Item","itemId":"i","color":"RED"}}}"#,
            #"{"payload":{"@type":"x/s.Item","any":{"@type":"x/s.Item","color":"RED"}}}"#
        ),
        (
            "payload.state", #"{"payload":{"@type":"x/google.protobuf.Struct","value":{"state":"A","b":1}}}"#,
            #"{"payload":{"@type":"x/google.protobuf.Struct","value":{"state":"A"}}}"#
        ),
        (
            "payload.value.state", #"{"payload":{"@type":"x/google.protobuf.Struct","value":{"state":"A","b":1}}}"#,
            #"{"payload":{"@type":"x/google.protobuf.Struct","value":{"state":"A"}}}"#
        ),
        (
            "payload.value", #"{"payload":{"@type":"x/google.protobuf.Struct","value":{"state":"A","b":1}}}"#,
            #"{"payload":{"@type":"x/google.protobuf.Struct","value":{"b":1,"state":"A"}}}"#
        ),
        (
            "payload.a", #"{"payload":{"@type":"x/google.protobuf.Duration","value":"1s"}}"#,
            #"{"payload":{"@type":"x/google.protobuf.Duration","value":"1s"}}"#
        ),
        (
            "payload.a", #"{"payload":{"@type":"y/no.Such","value":"AQL/"}}"#,
            #"{"payload":{"@type":"y/no.Such","value":"AQL/"}}"#
        ),
        ("payload.a", #"{"payload":{}}"#, #"{"payload":{}}"#),
        (
            "payloads.quantity", #"{"payloads":[{"@type":"x/s.Item","quantity":1,"itemId":"i"},{}]}"#,
            #"{"payloads":[{"@type":"x/s.Item","quantity":1},{}]}"#
        ),
    ])
    func dynamicContent(_ selection: String, _ json: String, _ expected: String) throws {
        #expect(try selected(selection, json) == expected)
    }

    /// JSON of a type that nobody described is stored as it came.
    @Test(arguments: [
        ("payload.a", #"{"payload":{"@type":"y/no.Such","a":1,"b":2}}"#, #"{"payload":{"@type":"y/no.Such","a":1}}"#),
        (
            "payload.a.c", #"{"payload":{ "a" : {"b": 1, "c" :[ 1 ]},"@type" : "y/no.Such"}}"#,
            #"{"payload":{"a":{"c":[ 1 ]},"@type":"y/no.Such"}}"#
        ),
        (
            "payload.a.c", #"{"payload":{"@type":"y/no.Such","a":{"@type":"z/n.S","c":1,"d":2}}}"#,
            #"{"payload":{"@type":"y/no.Such","a":{"@type":"z/n.S","c":1}}}"#
        ),
        (
            "payload.quantity", #"{"payload":{"quantity":1,"item_id":"a","@type":"x/s.Item"}}"#,
            #"{"payload":{"quantity":1,"@type":"x/s.Item"}}"#
        ),
        (
            "payload.itemId", #"{"payload":{"quantity":1,"item_id":"a","@type":"x/s.Item"}}"#,
            #"{"payload":{"item_id":"a","@type":"x/s.Item"}}"#
        ),
        (
            "payload.quantity", #"{"payload":{"quantity":1,"foreign":"a","@type":"x/s.Item"}}"#,
            #"{"payload":{"quantity":1,"foreign":"a","@type":"x/s.Item"}}"#
        ),
    ])
    func textThatTheRendererDidNotMake(_ selection: String, _ json: String, _ expected: String) throws {
        let selection = try transcoder.selection(selection, of: "s.Order")
        let part = try transcoder.json(Array(json.utf8), selecting: selection)
        #expect(String(decoding: part, as: UTF8.self) == expected)
    }

    /// Looking ahead for a type is bounded for objects in each other, not for the members of one.
    @Test func theTypeMayComeLast() throws {
        let members = (0..<400).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
        let json = #"{"payload":{\#(members),"@type":"y/no.Such"}}"#
        let selection = try transcoder.selection("payload(k7,k300)", of: "s.Order")
        let part = try transcoder.json(Array(json.utf8), selecting: selection)
        #expect(String(decoding: part, as: UTF8.self) == #"{"payload":{"k7":7,"k300":300,"@type":"y/no.Such"}}"#)
    }

    /// Fields that come in pieces count as one, and the last member of a oneof counts.
    @Test func piecesAreJoined() throws {
        let number = [UInt8](arrayLiteral: 0x8A, 0x01, 9, 0x11, 0, 0, 0, 0, 0, 0, 0, 0x40)
        let structure: [UInt8] = [0x8A, 0x01, 11, 0x2A, 9, 0x0A, 7, 0x0A, 1, 0x61, 0x12, 2, 0x20, 1]
        let selection = try transcoder.selection("extra.a", of: "s.Order")
        for (bytes, expected) in [(structure + number, "{}"), (number + structure, #"{"extra":{"a":true}}"#)] {
            let whole = try transcoder.json(of: bytes, type: "s.Order")
            let part = try transcoder.binary(bytes, selecting: selection)
            #expect(String(decoding: try transcoder.json(whole, selecting: selection), as: UTF8.self) == expected)
            #expect(String(decoding: try transcoder.json(of: part, type: "s.Order"), as: UTF8.self) == expected)
        }
    }

    @Test func unknownFieldsAndBrokenBytes() throws {
        let selection = try transcoder.selection("count", of: "s.Order")
        #expect(try transcoder.binary([0x10, 5, 0xC0, 0x3E, 1], selecting: selection) == [0x10, 5])
        #expect(throws: TranscodingFault.self) { try transcoder.binary([0x10], selecting: selection) }
        #expect(throws: TranscodingFault.self) { try transcoder.json(Array("{".utf8), selecting: selection) }
        #expect(throws: TranscodingFault.self) { try transcoder.json(Array("{}}".utf8), selecting: selection) }
    }
}
