public import OperationsCore
import ProtoJSON

/// Payloads as filters see them: their ProtoJSON.
///
///     let filter = try Filter("metadata.step = load", now: time.now).records(reading: types)
extension PayloadTypes: PayloadCatalogue {
    public func use(_ sets: [DescriptorSet]) throws(ServiceError) {
        do throws(DescriptorFault) {
            try replace(sets.map { DescriptorSource(origin: $0.name, bytes: $0.content) })
        } catch {
            throw ServiceError(
                .invalidDescriptors, "The descriptors cannot be used. \(error)",
                metadata: ["file": error.file, "symbol": error.symbol],
                violations: [ServiceError.FieldViolation(field: "content", description: "\(error)")])
        }
    }

    public func messageTypes(of set: DescriptorSet) -> [String] {
        DescriptorPool.messageNames(in: DescriptorSource(origin: set.name, bytes: set.content))
    }

    public func view(of payload: Payload) -> PayloadView {
        let typeURL = payload.typeURL
        if case .binary = payload, !describes(typeURL) { return PayloadView(typeURL: typeURL, body: nil) }
        return Self.view(typeURL, try? JSONParser.parse(json(payload)))
    }

    public func conventionalMetadata(of record: OperationRecord) -> PayloadView {
        if let metadata = defaultMetadata(of: record) { return view(of: metadata) }
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
