import NIOCore
import NetworkDoor
import OperationsCore
import OperationsWire
import ProtoJSON
import SwiftProtobuf

/// Which parts of an answer a caller wants: the system parameter `fields`, which over gRPC is the metadata
/// `x-goog-fieldmask`.
struct AnswerParts: Sendable {
    private let types: PayloadTypes
    private let selection: FieldSelection

    /// - Parameter type: the full name of what will be answered.
    /// - Returns: nil when all of it is wanted.
    /// - Throws: INVALID_ARGUMENT when something is named that is not there.
    init?(_ fields: HeaderFields, of type: String, _ types: PayloadTypes) throws(ServiceError) {
        guard let text = fields["x-goog-fieldmask"], !text.isEmpty else { return nil }
        self.types = types
        selection = try types.selection(text, of: type, field: "x-goog-fieldmask")
    }

    func answer(_ answer: GRPCAnswer) throws -> GRPCAnswer {
        GRPCAnswer(
            bytes: try types.transcoder.binary(Array(buffer: answer.message), selecting: selection))
    }
}

extension AnswerParts? {
    func answer(_ answer: GRPCAnswer) throws -> GRPCAnswer {
        guard let self else { return answer }
        return try self.answer(answer)
    }
}
