public import OperationsAPI
public import SwiftProtobuf

/// The ProtoJSON of messages that carry an `Any` of whatever type; see ``AnyJSON`` for what becomes of unknown ones.
///
/// Each such message writes its plain fields through SwiftProtobuf and the others itself.
public enum MessageJSON {
    /// Encodes one of the messages of our services.
    public static func bytes(_ message: some Message) -> [UInt8] {
        guard let carrier = message as? any CarriesAny else { return plain(message) }
        return carrier.json
    }

    static func plain(_ message: some Message) -> [UInt8] {
        let json: [UInt8]? = try? message.jsonUTF8Bytes()
        return json ?? Array("{}".utf8)
    }
}

/// A message with an `Any`, or with such a message, in it.
protocol CarriesAny: Message {
    /// The message without the fields that need care, and those fields as JSON.
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) { get }
}

extension CarriesAny {
    var json: [UInt8] {
        let (plain, members) = parts
        var writer = JSONWriter()
        writer.object { object in
            object.members(ofObject: MessageJSON.plain(plain))
            for (name, value) in members {
                object.key(name)
                object.raw(value)
            }
        }
        return writer.bytes
    }
}

extension Array where Element: CarriesAny {
    /// Nil when the list is empty, since ProtoJSON omits empty lists.
    var json: [UInt8]? {
        guard !isEmpty else { return nil }
        var writer = JSONWriter(reserving: count * 256)
        writer.array(self) { $0.raw($1.json) }
        return writer.bytes
    }
}

extension Array<(StaticString, [UInt8])> {
    mutating func add(_ name: StaticString, _ json: [UInt8]?) {
        if let json { append((name, json)) }
    }
}

extension MessageJSON {
    /// The details of a status as a JSON array.
    public static func details(_ status: Google_Rpc_Status) -> [UInt8] {
        var writer = JSONWriter()
        writer.array(status.details) { $0.raw(AnyJSON.bytes($1)) }
        return writer.bytes
    }
}
