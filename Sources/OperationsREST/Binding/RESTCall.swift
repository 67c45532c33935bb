import HTTPTranscoding
import OperationsCore
import OperationsEngine
import OperationsWire
import ProtoJSON
import SwiftProtobuf

/// One request, read as far as HTTP goes.
struct RESTCall: Sendable {
    /// What the path binds.
    let path: [FieldText]
    /// What the query says, without system parameters.
    let query: [FieldText]
    let body: RequestBody
    let rule: HTTPRule
    let context: CallContext
    let types: PayloadTypes
    /// The form of payloads in the message that ``message(_:)`` gives.
    let requestCodec: PayloadCodec
    /// The form in which payloads are to be answered.
    let answerCodec: PayloadCodec

    /// The request as a message: the fields that the path binds, those of the body, and those of the query (the
    /// transcoding rules of google.api.http). What is given twice must be the same.
    func message<M: Message>(_ type: M.Type = M.self) throws(ServiceError) -> M {
        if rule.body == .whole, let field = query.first {
            throw .invalid(
                field.name, "This method takes no query parameters: write the field into the body.",
                reason: .malformedRequest)
        }
        let bound: M = try fields(path)
        let asked: M = try fields(query)
        let sent: M = rule.method == "GET" || rule.method == "DELETE" ? M() : try body.message(rule.body)
        return try joined(try joined(bound, asked), sent)
    }

    private func fields<M: Message>(_ fields: [FieldText]) throws(ServiceError) -> M {
        guard !fields.isEmpty else { return M() }
        var tree = FieldTree()
        for field in fields { try tree.add(field, of: M.protoMessageName, in: types.transcoder.pool) }
        return try RequestJSON.decode(M.self, from: tree.json)
    }

    /// A field that both hold must have one value.
    private func joined<M: Message>(_ first: M, _ second: M) throws(ServiceError) -> M {
        let (bytes, others) = (Self.bytes(first), Self.bytes(second))
        guard !bytes.isEmpty else { return second }
        guard !others.isEmpty else { return first }
        guard !Self.contradict(bytes, others), let joined = try? M(serializedBytes: bytes + others) else {
            throw .invalid(
                contradicted(M.self, others),
                "It is given twice with different values, as by the path and by the body; give it once.")
        }
        return joined
    }

    /// The first field of path and query whose value is not the one in a message.
    private func contradicted<M: Message>(_ type: M.Type, _ others: [UInt8]) -> String {
        let field = (path + query).first { field in
            let alone: M? = try? fields([field])
            return alone.map { Self.contradict(Self.bytes($0), others) } ?? false
        }
        return field?.name ?? ""
    }

    private static func contradict(_ bytes: [UInt8], _ others: [UInt8]) -> Bool {
        let values = MessageFields.values(in: others)
        return MessageFields.values(in: bytes).contains { number, value in values[number] ?? value != value }
    }

    private static func bytes(_ message: some Message) -> [UInt8] {
        var options = BinaryEncodingOptions()
        options.useDeterministicOrdering = true
        return (try? message.serializedBytes(options: options)) ?? []
    }
}
