public import OperationsCore
import ProtoJSON
public import SwiftProtobuf

/// Reads request bodies: ProtoJSON, strictly.
public enum RequestJSON {
    /// Decodes a body; an empty one is an empty message. Payloads in it hold their JSON text, for a ``PayloadCodec``.
    ///
    /// - Throws: INVALID_ARGUMENT that names the field as the caller spelled it.
    public static func decode<M: Message>(_ type: M.Type = M.self, from body: [UInt8]) throws(ServiceError) -> M {
        guard !isBlank(body) else { return M() }
        do {
            return try M(serializedBytes: PayloadTypes.carrier.binary(of: body, type: M.protoMessageName))
        } catch let fault as TranscodingFault {
            throw refusal(fault)
        } catch {
            throw refusal(TranscodingFault(problem: "It is no \(M.protoMessageName)."))
        }
    }

    /// True when nothing but blanks is in it.
    public static func isBlank(_ body: [UInt8]) -> Bool {
        body.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
    }

    private static func refusal(_ fault: TranscodingFault) -> ServiceError {
        guard fault.path.isEmpty else { return .invalid(fault.path, fault.problem, reason: .malformedRequest) }
        return ServiceError(
            .malformedRequest, "The request body is not acceptable JSON. \(fault.problem)",
            violations: [ServiceError.FieldViolation(field: "", description: fault.problem)])
    }
}
