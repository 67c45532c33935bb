public import OperationsCore
import SwiftProtobuf

/// Payloads as filters see them: their ProtoJSON.
///
///     let filter = try Filter("metadata.step = load", now: time.now).records(reading: PayloadViews())
public struct PayloadViews: PayloadReader {
    public init() {}

    public func view(of payload: Payload) -> PayloadView {
        switch payload {
        case .json(let typeURL, let text):
            Self.view(typeURL, try? JSONParser.parse(text.utf8))
        case .binary(let typeURL, let bytes):
            Self.view(typeURL, Self.json(typeURL, bytes).flatMap { try? JSONParser.parse($0) })
        }
    }

    public func conventionalMetadata(of record: OperationRecord) -> PayloadView {
        var members = JSONMembers()
        ConventionalMetadata(record).write(to: &members)
        return PayloadView(
            typeURL: ConventionalMetadata.typeURL, body: .object(members.values), isUnderValue: true)
    }

    /// - Parameter json: the message as an `Any` shows it, with `@type` or without.
    private static func view(_ typeURL: String, _ json: JSONValue?) -> PayloadView {
        guard case .object(var members) = json else { return PayloadView(typeURL: typeURL, body: nil) }
        members["@type"] = nil
        if typeURL.hasSuffix("/google.protobuf.Struct"), case .object(let inner) = members["value"] {
            return PayloadView(typeURL: typeURL, body: .object(inner), isUnderValue: true)
        }
        return PayloadView(typeURL: typeURL, body: .object(members))
    }

    /// Nil when the type is not known, or the bytes are not of it.
    private static func json(_ typeURL: String, _ bytes: [UInt8]) -> [UInt8]? {
        guard KnownTypes.type(forURL: typeURL) != nil, !AnyNesting.isTooDeep(typeURL: typeURL, bytes) else {
            return nil
        }
        return try? Google_Protobuf_Any(typeURL: typeURL, bytes: bytes).jsonUTF8Bytes()
    }
}

/// The conventional metadata as JSON values.
private struct JSONMembers: ConventionalFields {
    private(set) var values: [String: JSONValue] = [:]

    mutating func text(_ name: StaticString, _ value: String) {
        values["\(name)"] = .string(value)
    }

    mutating func number(_ name: StaticString, _ value: Int32) {
        values["\(name)"] = .number(Double(value))
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        values["\(name)"] = .bool(value)
    }

    mutating func time(_ name: StaticString, _ value: Timestamp) {
        values["\(name)"] = .string(RFC3339.text(value))
    }

    mutating func map(_ name: StaticString, _ members: [(key: String, value: String)]) {
        let pairs = members.map { ($0.key, JSONValue.string($0.value)) }
        values["\(name)"] = .object(Dictionary(pairs) { first, _ in first })
    }
}
