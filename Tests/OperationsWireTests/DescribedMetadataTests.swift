import OperationsAPI
import OperationsCore
import OperationsWire
import ProtoJSON
import SwiftProtobuf
import Testing

/// The metadata that a service names for operations to which nobody gave any.
@Suite struct DescribedMetadataTests {
    /// `enum State`, `message Status { State state = 1; }` and `message Metadata` with the given fields.
    private static func types(_ states: [String], _ fields: [(name: String, type: String)]) throws -> PayloadTypes {
        var file = Google_Protobuf_FileDescriptorProto()
        file.name = "metadata.proto"
        file.package = "t"
        file.syntax = "proto3"
        file.dependency = ["google/protobuf/timestamp.proto"]
        var enumeration = Google_Protobuf_EnumDescriptorProto()
        enumeration.name = "State"
        enumeration.value = (["STATE_UNSPECIFIED"] + states).enumerated().map { number, name in
            .with {
                $0.name = name
                $0.number = Int32(number)
            }
        }
        file.enumType = [enumeration]
        file.messageType = [
            message("Status", [("state", ".t.State")]), message("Metadata", fields),
        ]
        var set = Google_Protobuf_FileDescriptorSet()
        set.file = [file]
        return try PayloadTypes(
            [DescriptorSource(origin: "metadata.binpb", bytes: try set.serializedBytes())],
            metadataType: { _ in "t.Metadata" })
    }

    private static func message(
        _ name: String, _ fields: [(name: String, type: String)]
    ) -> Google_Protobuf_DescriptorProto {
        .with { message in
            message.name = name
            message.field = fields.enumerated().map { index, field in
                .with {
                    $0.name = field.name
                    $0.number = Int32(index + 1)
                    $0.label = .optional
                    switch field.type {
                    case "string": $0.type = .string
                    case "bool": $0.type = .bool
                    case "int32": $0.type = .int32
                    case ".t.State":
                        $0.type = .enum
                        $0.typeName = field.type
                    default:
                        $0.type = .message
                        $0.typeName = field.type
                    }
                }
            }
        }
    }

    private func metadata(of record: OperationRecord, _ types: PayloadTypes) -> String {
        let json = String(decoding: OperationJSON.bytes(record, PayloadCodec(.json, types)), as: UTF8.self)
        return String(json.split(separator: #""metadata":"#).last?.prefix { $0 != "}" } ?? "")
    }

    private static let time = ".google.protobuf.Timestamp"

    @Test func whatTheTypeHasAFieldForIsShown() throws {
        var record = try WireSamples.record()
        record.labels = ["verb": "create", "api_version": "v1", "target": "t", "cancel_requested": "x"]
        record.cancelRequestTime = WireSamples.now
        record.statusMessage = "half way"
        let types = try Self.types(
            ["RUNNING"],
            [
                ("create_time", Self.time), ("end_time", Self.time), ("target", "string"), ("verb", "string"),
                ("status_detail", "string"), ("cancel_requested", "bool"), ("api_version", "string"),
                ("attempt", "string"), ("other", "string"),
            ])
        let shown = metadata(of: record, types)
        #expect(
            shown == #"{"@type":"type.googleapis.com/t.Metadata","createTime":"2025-01-01T00:00:00.123456Z","#
                + #""target":"t","verb":"create","statusDetail":"half way","cancelRequested":true,"apiVersion":"v1""#)
    }

    @Test(arguments: [
        (OperationState.pending, ["PENDING", "RUNNING", "DONE"], "PENDING"),
        (.succeeded, ["PENDING", "RUNNING", "DONE"], "DONE"), (.failed, ["PENDING", "RUNNING", "DONE"], "DONE"),
        (.running, ["INITIALIZING", "PROCESSING", "SUCCESSFUL"], "PROCESSING"),
        (.succeeded, ["INITIALIZING", "PROCESSING", "SUCCESSFUL"], "SUCCESSFUL"),
        (.cancelled, ["CANCELLED"], "CANCELLED"),
    ])
    func theStateIsToldInTheWordsOfTheType(_ state: OperationState, _ words: [String], _ word: String) throws {
        var record = try WireSamples.record()
        record.state = state
        let own = try Self.types(words, [("state", ".t.State")])
        #expect(metadata(of: record, own).hasSuffix(#""state":"\#(word)""#))
        let nested = try Self.types(words, [("status", ".t.Status")])
        #expect(metadata(of: record, nested).hasSuffix(#""status":{"state":"\#(word)""#))
        let text = try Self.types(words, [("status", "string")])
        #expect(metadata(of: record, text).contains(#""status":""#))
    }

    @Test func labelsTellNothingConventional() throws {
        var record = try WireSamples.record()
        record.labels = [
            "end_time": "2026-01-01T00:00:00Z", "status_message": "x", "cluster__name": "b", "cluster_name": "a",
        ]
        let types = try Self.types(
            [], [("end_time", Self.time), ("status_detail", "string"), ("clusterName", "string")])
        #expect(metadata(of: record, types) == #"{"@type":"type.googleapis.com/t.Metadata","clusterName":"b""#)
    }

    @Test func grpcCarriesTheSameMessage() throws {
        let record = try WireSamples.record()
        let types = try Self.types(["PENDING"], [("create_time", Self.time), ("state", ".t.State")])
        let operation = try Google_Longrunning_Operation(
            serializedBytes: OperationBinary.bytes(record, PayloadCodec(.binary, types)))
        #expect(operation == Google_Longrunning_Operation(record, as: PayloadCodec(.binary, types)))
        #expect(operation.metadata.typeURL == "type.googleapis.com/t.Metadata")
        let view = types.conventionalMetadata(of: record)
        #expect(view.typeURL == operation.metadata.typeURL)
        #expect(
            view.body == .object(["createTime": .string("2025-01-01T00:00:00.123456Z"), "state": .string("PENDING")]))
    }

    @Test func untilTheTypeIsDescribedItIsAStruct() throws {
        let types = try PayloadTypes(metadataType: { _ in "no.such.Type" })
        #expect(metadata(of: try WireSamples.record(), types).contains("google.protobuf.Struct"))
    }
}
