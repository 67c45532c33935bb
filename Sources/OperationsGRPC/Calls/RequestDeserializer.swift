import GRPCCore
import GRPCProtobuf
import OperationsCore
import SwiftProtobuf

/// Reads a request of bounded size; what cannot be read is the caller's error, with a reason.
struct RequestDeserializer<Request: Message>: MessageDeserializer {
    let maxBytes: Int

    func deserialize<Bytes: GRPCContiguousBytes>(_ serializedMessageBytes: Bytes) throws -> Request {
        try serializedMessageBytes.withUnsafeBytes { buffer in
            guard buffer.count <= maxBytes else {
                throw ServiceError(.requestTooLarge, "A request has at most \(maxBytes) bytes.")
            }
            do {
                return try Request(serializedBytes: Array(buffer))
            } catch {
                throw ServiceError(
                    .malformedRequest, "The request is not a valid message of type \(Request.protoMessageName).")
            }
        }
    }
}

extension RPCRouter {
    /// Registers a method with one request and one answer.
    mutating func unary<Request: Message, Answer: Message>(
        _ method: MethodDescriptor, _ maxBytes: Int,
        _ body: @escaping @Sendable (Request, Metadata) async throws -> Answer
    ) {
        registerHandler(
            forMethod: method, deserializer: RequestDeserializer<Request>(maxBytes: maxBytes),
            serializer: ProtobufSerializer<Answer>()
        ) { stream, _ in
            let request = try await single(stream)
            return StreamingServerResponse(
                single: ServerResponse(message: try await body(request.message, request.metadata)))
        }
    }
}

/// The one message of a unary call; more or fewer are the caller's mistake.
private func single<Request>(_ stream: StreamingServerRequest<Request>) async throws -> ServerRequest<Request> {
    do {
        return try await ServerRequest(stream: stream)
    } catch let error as RPCError where error.code == .internalError {
        throw ServiceError(.malformedRequest, "This method takes exactly one request message.")
    }
}
