import ProtoJSON
import SwiftProtobuf
import Testing

/// Messages of any type, described or not.
@Suite struct AnyTests {
    private let transcoder: Transcoder

    init() throws {
        var files = [TestTypes.node] + TestTypes.wellKnown
        files[0].messageType[0].field.append(TestTypes.field("any", 7, .message, ".google.protobuf.Any"))
        files += [WellKnownTypes.structFile]
        transcoder = Transcoder(try DescriptorPool([TestTypes.source(files)]))
    }

    private func read(_ json: String) throws(TranscodingFault) -> Transcoder.AnyContent {
        try transcoder.any(ofJSON: Array(json.utf8))
    }

    private func show(_ typeURL: String, _ bytes: [UInt8]) -> String {
        String(decoding: transcoder.anyJSON(typeURL: typeURL, bytes: bytes), as: UTF8.self)
    }

    @Test func aDescribedTypeIsRead() throws {
        #expect(try read("{}") == .unset)
        #expect(try read(#"{"id":5,"@type":"x/t.Node"}"#) == .message(typeURL: "x/t.Node", bytes: [0x08, 5]))
        #expect(show("x/t.Node", [0x08, 5]) == #"{"@type":"x/t.Node","id":5}"#)
        #expect(show("", []) == "{}")
    }

    @Test func anUndescribedTypeIsAStructWithAllItsMembers() throws {
        let json = #"{"id":1234,"@type":"types.example.com/standard/id"}"#
        guard case .undescribed(let typeURL, let structure) = try read(json) else {
            Issue.record("It is described.")
            return
        }
        #expect(typeURL == "types.example.com/standard/id")
        let members = try Google_Protobuf_Struct(serializedBytes: structure)
        #expect(members.fields["id"]?.numberValue == 1234 && members.fields["@type"]?.stringValue == typeURL)
    }

    @Test func withinADescribedTypeToo() throws {
        let json = #"{"@type":"x/t.Node","any":{"@type":"y/no.Such","a":[1]}}"#
        guard case .partlyDescribed("x/t.Node", _) = try read(json) else {
            Issue.record("It is described.")
            return
        }
    }

    @Test func bytesInBase64AreTakenBack() throws {
        let shown = show("y/no.Such", [1, 2, 255])
        #expect(shown == #"{"@type":"y/no.Such","value":"AQL/"}"#)
        #expect(try read(shown) == .message(typeURL: "y/no.Such", bytes: [1, 2, 255]))
        // Another spelling of base64 is JSON that happens to have this member: it could not be given back as it came.
        guard case .undescribed = try read(#"{"@type":"y/no.Such","value":"AQL_"}"#) else {
            Issue.record("It was taken for bytes.")
            return
        }
    }

    @Test func bytesThatAreNotOfTheirTypeAreShown() {
        #expect(show("x/t.Node", [0x08]) == #"{"@type":"x/t.Node","value":"CA=="}"#)
        let broken: [UInt8] = [0x08, 5, 0x3A, 12] + [0x0A, 8] + Array("x/t.Node".utf8) + [0x12, 0]
        #expect(show("x/t.Node", broken).hasPrefix(#"{"@type":"x/t.Node","id":5,"any":{"@type":"x/t.Node""#))
    }

    @Test(arguments: [
        (#"{"id":5}"#, "An object of any type has a member '@type'"),
        (#"{"@type":"t.Node"}"#, "An object of any type has a member '@type'"),
        (#"{"@type":"x/t.Node","@type":"x/t.Node"}"#, "'@type' occurs twice."),
        (#"{"@type":"x/t.Node","b":{"@type":"x/t.Node"}}"#, "b.@type: t.Node has no such field"),
        (#"{"@type":"x/google.protobuf.Struct","a":1}"#, "a: This type stands under 'value'"),
    ])
    func faults(_ json: String, _ expected: String) {
        do throws(TranscodingFault) {
            _ = try read(json)
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix(expected))
        }
    }

    /// An outer message carries Anys as text without looking at them.
    @Test func textPassesThrough() throws {
        let carrier = Transcoder(transcoder.pool, options: TranscodingOptions(anyContent: .text))
        let text = #"{"any":{ "b_c" : 1,"@type":"y/no.Such"}}"#
        let bytes = try carrier.binary(of: Array(text.utf8), type: "t.Node")
        #expect(String(decoding: try carrier.json(of: bytes, type: "t.Node"), as: UTF8.self) == text)
    }
}
