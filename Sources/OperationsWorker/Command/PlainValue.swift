import OperationsWire
import SwiftProtobuf

/// JSON of `google.protobuf.Value` in which whole numbers have no fraction, as languages with integers need it, and
/// members stand in the order of their names.
enum PlainValue {
    static func bytes(_ value: Google_Protobuf_Value) -> [UInt8] {
        var writer = JSONWriter()
        write(value, to: &writer)
        return writer.bytes
    }

    private static func write(_ value: Google_Protobuf_Value, to writer: inout JSONWriter) {
        switch value.kind {
        case .numberValue(let number): writer.raw(text(number).utf8)
        case .stringValue(let text): writer.string(text)
        case .boolValue(let flag): writer.flag(flag)
        case .listValue(let list): writer.array(list.values) { write($1, to: &$0) }
        case .structValue(let members):
            writer.object { object in
                for (name, member) in members.fields.sorted(by: { $0.key < $1.key }) {
                    object.key(name)
                    write(member, to: &object)
                }
            }
        case .nullValue, nil: writer.raw("null".utf8)
        }
    }

    /// JSON has no word for a number that is none.
    private static func text(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        guard let whole = Int64(exactly: number), abs(number) < 0x1p53 else { return "\(number)" }
        return String(whole)
    }
}
