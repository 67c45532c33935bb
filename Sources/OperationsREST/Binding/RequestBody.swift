import HTTPTranscoding
import OperationsCore
import OperationsWire
import SwiftProtobuf

/// The body of a request.
struct RequestBody: Sendable {
    let bytes: [UInt8]
    /// True for `application/x-protobuf`; everything else is taken for JSON.
    let isBinary: Bool

    /// The fields in it; none when it is empty or blank.
    func message<M: Message>(_ kind: HTTPRule.Body) throws(ServiceError) -> M {
        guard isBinary else { return try RequestJSON.decode(M.self, from: try json(kind)) }
        if case .field(let field) = kind {
            throw .invalid(field, "The body of this method is given as JSON only.", reason: .malformedRequest)
        }
        do {
            return try M(serializedBytes: bytes)
        } catch {
            throw ServiceError(.malformedRequest, "The request body is no message of type \(M.protoMessageName).")
        }
    }

    private func json(_ kind: HTTPRule.Body) throws(ServiceError) -> [UInt8] {
        guard case .field(let field) = kind, !RequestJSON.isBlank(bytes) else { return bytes }
        guard (try? JSONParser.parse(bytes)) != nil else {
            throw .invalid(field, "The request body is not one JSON value.", reason: .malformedRequest)
        }
        return Array("{\"\(field)\":".utf8) + bytes + Array("}".utf8)
    }
}
