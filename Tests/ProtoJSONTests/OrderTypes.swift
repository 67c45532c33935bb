import ProtoJSON
import SwiftProtobuf

/// `s.Order` and `s.Item`: a field of each kind that JSON treats in a way of its own.
enum OrderTypes {
    private typealias Types = TestTypes

    static func pool() throws -> DescriptorPool {
        try DescriptorPool([TestTypes.source([file] + WellKnownTypes.all)])
    }

    static let file: TestTypes.File = {
        var file = Types.file("order.proto", package: "s", [order, item])
        file.enumType = [Types.enumeration("Color", ["COLOR_UNSPECIFIED", "RED", "GREEN"])]
        return file
    }()

    private static var order: Google_Protobuf_DescriptorProto {
        var order = Types.message("Order", scalars + wellKnown + messages, oneofs: ["choice"])
        let value = Types.field("value", 2, .enum, ".s.Color")
        Types.addMap("colors_by_name", 12, key: .string, value, to: "s.Order", &order)
        Types.addMap("labels", 21, key: .string, Types.field("value", 2, .string), to: "s.Order", &order)
        let item = Types.field("value", 2, .message, ".s.Item")
        Types.addMap("items_by_number", 22, key: .int32, item, to: "s.Order", &order)
        Types.addMap("flags", 34, key: .bool, Types.field("value", 2, .int32), to: "s.Order", &order)
        return order
    }

    private static let scalars = [
        Types.field("display_name", 1, .string), Types.field("count", 2, .int32), Types.field("big_count", 3, .int64),
        Types.field("small", 4, .uint32), Types.field("huge", 5, .uint64), Types.field("ratio", 6, .double),
        Types.field("share", 7, .float), Types.field("paid", 8, .bool), Types.field("blob", 9, .bytes),
        Types.field("color", 10, .enum, ".s.Color"), Types.field("colors", 11, .enum, ".s.Color", isRepeated: true),
        Types.field("tags", 29, .string, isRepeated: true), Types.field("a", 31, .string, oneof: 0),
    ]

    private static let wellKnown = [
        known("create_time", 13, "Timestamp"), known("time_left", 14, "Duration"),
        known("update_mask", 15, "FieldMask"),
        known("details", 16, "Struct"), known("extra", 17, "Value"), known("list", 18, "ListValue"),
        known("payload", 19, "Any"), known("payloads", 20, "Any", isRepeated: true),
        known("wrapped_flag", 25, "BoolValue"),
        known("wrapped_number", 26, "Int64Value"), Types.field("nothing", 27, .enum, ".google.protobuf.NullValue"),
        known("empty", 28, "Empty"), known("times", 30, "Timestamp", isRepeated: true),
    ]

    private static let messages = [
        Types.field("item", 23, .message, ".s.Item"), Types.field("items", 24, .message, ".s.Item", isRepeated: true),
        Types.field("b", 32, .message, ".s.Item", oneof: 0), Types.field("parent", 33, .message, ".s.Order"),
    ]

    private static var item: Google_Protobuf_DescriptorProto {
        var item = Types.message(
            "Item",
            [
                Types.field("item_id", 1, .string), Types.field("quantity", 2, .int32),
                Types.field("inner", 3, .message, ".s.Item"), Types.field("color", 5, .enum, ".s.Color"),
                known("any", 6, "Any"),
            ])
        Types.addMap("labels", 4, key: .string, Types.field("value", 2, .string), to: "s.Item", &item)
        return item
    }

    private static func known(_ name: String, _ number: Int32, _ type: String, isRepeated: Bool = false) -> Types.Field
    {
        Types.field(name, number, .message, ".google.protobuf.\(type)", isRepeated: isRepeated)
    }
}
