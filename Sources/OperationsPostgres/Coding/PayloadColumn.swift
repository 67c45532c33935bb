import OperationsCore

/// A payload, or a list of them, as one run of bytes: its form, its type behind the length of that, then its body.
enum PayloadColumn {
    private enum Form {
        static let binary: UInt8 = 0
        static let json: UInt8 = 1
    }

    static func encode(_ payload: Payload) -> [UInt8] {
        var writer = RunWriter()
        write(payload, to: &writer) { $0.rest($1) }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> Payload {
        var reader = RunReader(bytes, what: "a payload")
        return try read(&reader) { $0.rest }
    }

    /// Nil for none.
    static func encode(_ payloads: [Payload]) -> [UInt8]? {
        guard !payloads.isEmpty else { return nil }
        var writer = RunWriter()
        for payload in payloads { write(payload, to: &writer) { $0.run($1) } }
        return writer.bytes
    }

    static func decodeList(_ bytes: [UInt8]) throws -> [Payload] {
        var reader = RunReader(bytes, what: "the details of an error")
        var payloads: [Payload] = []
        while !reader.isAtEnd { payloads.append(try read(&reader) { try $0.run() }) }
        return payloads
    }

    private static func write(
        _ payload: Payload, to writer: inout RunWriter, body: (inout RunWriter, [UInt8]) -> Void
    ) {
        switch payload {
        case .binary(let typeURL, let bytes):
            writer.byte(Form.binary)
            writer.text(typeURL)
            body(&writer, bytes)
        case .json(let typeURL, let text):
            writer.byte(Form.json)
            writer.text(typeURL)
            body(&writer, Array(text.utf8))
        }
    }

    private static func read(
        _ reader: inout RunReader, body: (inout RunReader) throws -> ArraySlice<UInt8>
    ) throws -> Payload {
        let form = try reader.byte()
        let typeURL = try reader.text()
        switch form {
        case Form.binary: return .binary(typeURL: typeURL, bytes: Array(try body(&reader)))
        case Form.json: return .json(typeURL: typeURL, text: String(decoding: try body(&reader), as: UTF8.self))
        default: throw reader.unreadable
        }
    }
}
