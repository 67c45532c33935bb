import OperationsCore

/// The details of an error as one run of bytes: a version, then each payload as its form, its type and its body,
/// both behind their length (little-endian, 4 bytes).
enum PayloadListCodec {
    private static let version: UInt8 = 1

    static func encode(_ payloads: [Payload]) -> [UInt8] {
        var bytes: [UInt8] = [version]
        for payload in payloads {
            switch payload {
            case .binary(let typeURL, let body):
                bytes.append(0)
                append(typeURL.utf8, to: &bytes)
                append(body, to: &bytes)
            case .json(let typeURL, let text):
                bytes.append(1)
                append(typeURL.utf8, to: &bytes)
                append(text.utf8, to: &bytes)
            }
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> [Payload] {
        var rest = bytes[...]
        guard rest.popFirst() == version else { throw unreadable }
        var payloads: [Payload] = []
        while let form = rest.popFirst() {
            let typeURL = String(decoding: try takeRun(from: &rest), as: UTF8.self)
            let body = try takeRun(from: &rest)
            switch form {
            case 0: payloads.append(.binary(typeURL: typeURL, bytes: Array(body)))
            case 1: payloads.append(.json(typeURL: typeURL, text: String(decoding: body, as: UTF8.self)))
            default: throw unreadable
            }
        }
        return payloads
    }

    private static let unreadable = UnreadableRow(what: "the details of an error")

    private static func append(_ run: some Collection<UInt8>, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(clamping: run.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: run)
    }

    private static func takeRun(from rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        guard rest.count >= 4 else { throw unreadable }
        let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard rest.count >= length else { throw unreadable }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }
}
