import ProtoJSON
import Testing

/// The structure of messages in both directions; what each kind of field and each well-known type looks like is compared
/// with Python's protobuf in `Interop/test_proto_json*.py`.
@Suite struct TranscoderTests {
    private let transcoder: Transcoder

    init() throws {
        transcoder = try TestTypes.transcoder()
    }

    private func json(_ bytes: [UInt8]) throws -> String {
        String(decoding: try transcoder.json(of: bytes, type: "t.Node"), as: UTF8.self)
    }

    private func binary(_ json: String) throws -> [UInt8] {
        try transcoder.binary(of: Array(json.utf8), type: "t.Node")
    }

    private func fault(_ json: String) -> String {
        do throws(TranscodingFault) {
            _ = try transcoder.binary(of: Array(json.utf8), type: "t.Node")
            return ""
        } catch {
            return error.description
        }
    }

    @Test(
        arguments: [
            ("{}", []),
            (#"{"id":5}"#, [0x08, 5]),
            (#"{"id":-1}"#, [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
            (#"{"text":"ü\n"}"#, [0x12, 3, 0xC3, 0xBC, 0x0A]),
            (#"{"nodes":[{"id":1},{}]}"#, [0x1A, 2, 0x08, 1, 0x1A, 0]),
            (#"{"a":""}"#, [0x22, 0]),
            (#"{"numbers":["-1","1"]}"#, [0x32, 2, 1, 2]),
        ] as [(String, [UInt8])])
    func bothDirections(_ json: String, _ bytes: [UInt8]) throws {
        #expect(try binary(json) == bytes)
        #expect(try self.json(bytes) == json)
    }

    /// Protobuf lets fields come in any order, in pieces and more than once.
    @Test(
        arguments: [
            ([0x12, 1, 0x61, 0x08, 5], #"{"id":5,"text":"a"}"#),
            ([0x08, 1, 0x08, 5], #"{"id":5}"#),
            ([0x1A, 2, 0x08, 1, 0x08, 7, 0x1A, 2, 0x08, 2], #"{"id":7,"nodes":[{"id":1},{"id":2}]}"#),
            ([0x30, 1, 0x32, 2, 2, 3, 0x30, 4], #"{"numbers":["-1","1","-2","2"]}"#),
            ([0x2A, 2, 0x08, 1, 0x2A, 3, 0x12, 1, 0x61], #"{"b":{"id":1,"text":"a"}}"#),
            ([0x2A, 2, 0x08, 1, 0x22, 1, 0x78, 0x2A, 3, 0x12, 1, 0x61], #"{"b":{"text":"a"}}"#),
            ([0x2A, 2, 0x08, 1, 0x22, 1, 0x78], #"{"a":"x"}"#),
            ([0x08, 0], "{}"),
            ([0x98, 0x06, 1, 0x08, 5, 0xA3, 0x06, 0x08, 9, 0xA4, 0x06], #"{"id":5}"#),
        ] as [([UInt8], String)])
    func whatProtobufAllows(_ bytes: [UInt8], _ json: String) throws {
        #expect(try self.json(bytes) == json)
    }

    @Test(
        arguments: [
            [0x08], [0x12, 5, 0x61], [0x0B], [0x07], [0x12, 1, 0xFF], [0x00], [0x9B, 0x06, 0xA4, 0x06],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
            [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        ] as [[UInt8]])
    func bytesThatAreNoMessage(_ bytes: [UInt8]) {
        #expect(throws: TranscodingFault.self) { try transcoder.json(of: bytes, type: "t.Node") }
    }

    /// Equal messages become equal bytes, in whatever order they are written.
    @Test func bytesAreInTheOrderOfNumbers() throws {
        let ordered = try binary(#"{"id":1,"text":"a","nodes":[{"id":2,"text":"b"}],"numbers":[3]}"#)
        let shuffled = try binary(#"{"numbers":[3],"nodes":[{"text":"b","id":2}],"text":"a","id":1}"#)
        #expect(ordered == shuffled)
    }

    @Test(arguments: [
        (#"{"ident":1}"#, "ident: t.Node has no such field"),
        (#"{"nodes":[{},{"nodes":[{"id":"x"}]}]}"#, "nodes[1].nodes[0].id: A whole number is expected"),
        (#"{"id":1,"id":2}"#, "id: It is given twice."),
        (#"{"a":"x","b":{}}"#, "b: Another member of the oneof 'choice' is given as well"),
        (#"{"a":"x","b":null}"#, ""),
        (#"{"id":2147483648}"#, "id: A whole number is expected, -2147483648 to 2147483647."),
        (#"{"nodes":[null]}"#, "nodes[0]: An element is not null."),
        (#"{"nodes":{}}"#, "nodes: A list is expected."),
        (#"{"b":[]}"#, "b: An object is expected."),
        (#"{"text":1}"#, "text: A string is expected."),
        (#"{"id":1,}"#, "The JSON is not well formed: an item is expected after ',', at byte 9."),
        (#"{"id":1"#, "The JSON is not well formed: ',' or '}' is expected, at the end."),
        (#"{"id":1} {}"#, "The JSON is not well formed: something follows the end of the value, at byte 10."),
        ("", "The JSON is not well formed: '{' is expected, at the end."),
        (#"{"text":"\ud800"}"#, "text: The JSON is not well formed: half a surrogate pair is no character"),
    ])
    func faultsNameTheirField(_ json: String, _ expected: String) {
        #expect(expected.isEmpty ? fault(json).isEmpty : fault(json).hasPrefix(expected))
    }

    @Test func depthIsBoundedBothWays() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: #"{"b":"#, count: levels) + "{}" + String(repeating: "}", count: levels)
        }
        #expect(try json(binary(nested(99))) == nested(99))
        #expect(fault(nested(100)).hasSuffix("Messages stand in each other at most 100 deep."))
        var bytes: [UInt8] = []
        for _ in 0..<60 { bytes = [0x2A, UInt8(bytes.count)] + bytes }
        for _ in 0..<60 { bytes = [0x2B] + bytes + [0x2C] }
        #expect(throws: TranscodingFault.self) { try transcoder.json(of: [0x2A, 0x80, 0x80] + bytes, type: "t.Node") }
        #expect(fault(String(repeating: "[", count: 100_000)) != "")
    }
}
