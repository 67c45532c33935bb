import ProtoJSON
import SwiftProtobuf

/// Descriptors made by hand, as protoc would make them.
enum TestTypes {
    typealias Field = Google_Protobuf_FieldDescriptorProto
    typealias File = Google_Protobuf_FileDescriptorProto

    static func field(
        _ name: String, _ number: Int32, _ type: Field.TypeEnum, _ typeName: String = "", isRepeated: Bool = false,
        oneof: Int32? = nil
    ) -> Field {
        var field = Field()
        field.name = name
        field.number = number
        field.type = type
        field.label = isRepeated ? .repeated : .optional
        if !typeName.isEmpty { field.typeName = typeName }
        if let oneof { field.oneofIndex = oneof }
        return field
    }

    static func message(_ name: String, _ fields: [Field], oneofs: [String] = []) -> Google_Protobuf_DescriptorProto {
        var message = Google_Protobuf_DescriptorProto()
        message.name = name
        message.field = fields
        message.oneofDecl = oneofs.map { name in
            var oneof = Google_Protobuf_OneofDescriptorProto()
            oneof.name = name
            return oneof
        }
        return message
    }

    static func enumeration(_ name: String, _ values: [String]) -> Google_Protobuf_EnumDescriptorProto {
        var enumeration = Google_Protobuf_EnumDescriptorProto()
        enumeration.name = name
        enumeration.value = values.enumerated().map { number, name in
            .with { ($0.name, $0.number) = (name, Int32(number)) }
        }
        return enumeration
    }

    static func file(
        _ name: String, package: String, syntax: String = "proto3", _ messages: [Google_Protobuf_DescriptorProto]
    ) -> File {
        var file = File()
        file.name = name
        file.package = package
        file.syntax = syntax
        file.messageType = messages
        return file
    }

    static func source(_ files: [File], _ origin: String = "test.binpb") throws -> DescriptorSource {
        var set = Google_Protobuf_FileDescriptorSet()
        set.file = files
        return DescriptorSource(origin: origin, bytes: try set.serializedBytes())
    }

    /// `t.Node {int32 id = 1; string text = 2; repeated Node nodes = 3; oneof choice {string a = 4; Node b = 5;}
    /// repeated sint64 numbers = 6;}`
    static let node = file(
        "node.proto", package: "t",
        [
            message(
                "Node",
                [
                    field("id", 1, .int32), field("text", 2, .string),
                    field("nodes", 3, .message, ".t.Node", isRepeated: true), field("a", 4, .string, oneof: 0),
                    field("b", 5, .message, ".t.Node", oneof: 0), field("numbers", 6, .sint64, isRepeated: true),
                ], oneofs: ["choice"])
        ])

    /// The well-known types that are asked for, and nothing described twice.
    static let wellKnown: [File] = [
        file(
            "google/protobuf/any.proto", package: "google.protobuf",
            [message("Any", [field("type_url", 1, .string), field("value", 2, .bytes)])])
    ]

    static func transcoder(_ files: [File] = [node] + wellKnown) throws -> Transcoder {
        Transcoder(try DescriptorPool([source(files)]))
    }
}
