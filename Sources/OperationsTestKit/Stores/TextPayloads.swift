public import OperationsCore

/// Reads payloads that are JSON text, and of others the type alone. For tests that need no protobuf.
///
///     let engine = try await OperationEngine(store: store, payloads: TextPayloads())
public struct TextPayloads: PayloadCatalogue {
    public init() {}

    /// Refuses a set without content, and takes every other.
    public func use(_ sets: [DescriptorSet]) throws(ServiceError) {
        guard sets.allSatisfy({ !$0.content.isEmpty }) else {
            throw ServiceError(.invalidDescriptors, "A set is empty.")
        }
    }

    public func messageTypes(of set: DescriptorSet) -> [String] { [String(decoding: set.content, as: UTF8.self)] }

    public func view(of payload: Payload) -> PayloadView {
        switch payload {
        case .binary(let typeURL, _): PayloadView(typeURL: typeURL, body: nil)
        case .json(let typeURL, let text):
            PayloadView(
                typeURL: typeURL, body: try? JSONParser.parse(text.utf8), isUnderValue: typeURL == Self.structURL)
        }
    }

    /// Only the state and the queue.
    public func conventionalMetadata(of record: OperationRecord) -> PayloadView {
        let members = ["state": JSONValue.string(record.state.rawValue), "queue": .string(record.queue)]
        return PayloadView(typeURL: Self.structURL, body: .object(members), isUnderValue: true)
    }

    private static let structURL = "type.googleapis.com/google.protobuf.Struct"
}
