import SwiftProtobuf

/// The well-known types, as far as it matters how they are described.
enum WellKnownTypes {
    private typealias Types = TestTypes

    static let all = TestTypes.wellKnown + [structFile, times, wrappers]

    /// `google/protobuf/struct.proto`.
    static let structFile: TestTypes.File = {
        let structure = Types.message(
            "Struct", map: "fields", 1, key: .string, Types.field("value", 2, .message, ".google.protobuf.Value"),
            in: "google.protobuf")
        let value = Types.message(
            "Value",
            [
                Types.field("null_value", 1, .enum, ".google.protobuf.NullValue", oneof: 0),
                Types.field("number_value", 2, .double, oneof: 0), Types.field("string_value", 3, .string, oneof: 0),
                Types.field("bool_value", 4, .bool, oneof: 0),
                Types.field("struct_value", 5, .message, ".google.protobuf.Struct", oneof: 0),
                Types.field("list_value", 6, .message, ".google.protobuf.ListValue", oneof: 0),
            ], oneofs: ["kind"])
        let list = Types.message(
            "ListValue", [Types.field("values", 1, .message, ".google.protobuf.Value", isRepeated: true)])
        var file = Types.file("google/protobuf/struct.proto", package: "google.protobuf", [structure, value, list])
        file.enumType = [Types.enumeration("NullValue", ["NULL_VALUE"])]
        return file
    }()

    private static let times = Types.file(
        "google/protobuf/times.proto", package: "google.protobuf",
        [
            Types.message("Timestamp", [Types.field("seconds", 1, .int64), Types.field("nanos", 2, .int32)]),
            Types.message("Duration", [Types.field("seconds", 1, .int64), Types.field("nanos", 2, .int32)]),
            Types.message("FieldMask", [Types.field("paths", 1, .string, isRepeated: true)]),
            Types.message("Empty", []),
        ])

    private static let wrappers = Types.file(
        "google/protobuf/wrappers.proto", package: "google.protobuf",
        [
            Types.message("BoolValue", [Types.field("value", 1, .bool)]),
            Types.message("Int64Value", [Types.field("value", 1, .int64)]),
            Types.message("StringValue", [Types.field("value", 1, .string)]),
        ])
}

extension TestTypes {
    /// Adds a map to a message, and the entry that describes it.
    static func addMap(
        _ name: String, _ number: Int32, key: Field.TypeEnum, _ value: Field, to message: String,
        _ descriptor: inout Google_Protobuf_DescriptorProto
    ) {
        let entryName = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Entry"
        var entry = Self.message(entryName, [field("key", 1, key), value])
        entry.options.mapEntry = true
        descriptor.nestedType.append(entry)
        descriptor.field.append(field(name, number, .message, ".\(message).\(entryName)", isRepeated: true))
    }

    /// A message whose one field is a map.
    fileprivate static func message(
        _ name: String, map: String, _ number: Int32, key: Field.TypeEnum, _ value: Field, in package: String
    ) -> Google_Protobuf_DescriptorProto {
        var message = message(name, [])
        addMap(map, number, key: key, value, to: "\(package).\(name)", &message)
        return message
    }
}
