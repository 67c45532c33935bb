import OperationsWire
import SwiftProtobuf

/// JSON for standard output.
enum JSONText {
    static func message(_ message: some Message) -> String {
        String(decoding: MessageJSON.bytes(message), as: UTF8.self)
    }

    /// One array, one item a line.
    static func array(_ items: [[UInt8]]) -> String {
        guard !items.isEmpty else { return "[]" }
        return "[\n" + items.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",\n") + "\n]"
    }
}
