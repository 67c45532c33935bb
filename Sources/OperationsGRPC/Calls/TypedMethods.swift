import GRPCCore
import Logging
import NIOCore
import NetworkDoor
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// Registers methods by their messages: bytes are decoded before a handler sees them, and its errors become statuses.
struct TypedMethods {
    var services: DoorServices
    /// For binary.
    let codec: PayloadCodec
    let types: PayloadTypes
    let logger: Logger

    /// A method that is answered by a task.
    mutating func unary<Request: Message, Answer: Message>(
        _ method: MethodDescriptor, _ body: @escaping @Sendable (Request) async throws -> Answer
    ) {
        let (types, logger) = (types, logger)
        services.unary("/\(method.fullyQualifiedMethod)") { call in
            do {
                let request = try Request(decoding: call.message)
                let parts = try AnswerParts(call.fields, of: Answer.protoMessageName, types)
                return .later { await .answer(logger) { try parts.answer(GRPCAnswer(await body(request))) } }
            } catch {
                return .failure(GRPCStatus(error, logger))
            }
        }
    }

    /// A method that may be held for minutes: its handler hears until when the caller waits, and when it leaves.
    mutating func held<Request: Message, Answer: Message>(
        _ method: MethodDescriptor, _ body: @escaping @Sendable (Request, CallContext) async throws -> Answer
    ) {
        let (types, logger) = (types, logger)
        services.unary("/\(method.fullyQualifiedMethod)") { call in
            do {
                let request = try Request(decoding: call.message)
                let parts = try AnswerParts(call.fields, of: Answer.protoMessageName, types)
                let context = CallContext(timeout: call.timeout)
                let held = call.hold()
                held.whenCancelled { context.leave() }
                held.answer {
                    await .answer(logger) { try parts.answer(GRPCAnswer(await body(request, context))) }
                }
                return .held
            } catch {
                return .failure(GRPCStatus(error, logger))
            }
        }
    }

    /// A method that streams; its messages are read and written by their types.
    mutating func streaming<Request: Message, Answer: Message>(
        _ method: MethodDescriptor,
        _ body: @escaping @Sendable (TypedRequests<Request>, TypedResponses<Answer>) async throws -> Void
    ) {
        let logger = logger
        services.streaming("/\(method.fullyQualifiedMethod)") { call in
            do {
                try await body(TypedRequests(call.requests), TypedResponses(call.responses))
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                throw GRPCStatus(error, logger)
            }
        }
    }
}

extension Result<GRPCAnswer, GRPCStatus> {
    static func answer(_ logger: Logger, _ body: () async throws -> GRPCAnswer) async -> Self {
        do {
            return .success(try await body())
        } catch {
            return .failure(GRPCStatus(error, logger))
        }
    }
}

extension GRPCAnswer {
    init(_ message: some Message) throws {
        let bytes: [UInt8] = try message.serializedBytes()
        self.init(bytes: bytes)
    }
}

extension Message {
    /// What cannot be read is the caller's error.
    init(decoding bytes: ByteBuffer) throws(ServiceError) {
        do {
            self = try Self(serializedBytes: Array(buffer: bytes))
        } catch {
            throw ServiceError(
                .malformedRequest, "The request is not a valid message of type \(Self.protoMessageName).")
        }
    }
}

extension CallContext {
    /// - Parameter timeout: how long the caller waits from now.
    convenience init(timeout: Duration?) {
        self.init(deadline: timeout.map { SystemTime().now + $0 })
    }
}

/// The requests of a streaming call.
struct TypedRequests<Request: Message>: AsyncSequence {
    private let requests: RequestMessages

    init(_ requests: RequestMessages) {
        self.requests = requests
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(requests: requests.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        var requests: RequestMessages.AsyncIterator

        mutating func next() async throws -> Request? {
            try await requests.next().map { bytes throws(ServiceError) in try Request(decoding: bytes) }
        }
    }
}

/// The answers of a streaming call.
struct TypedResponses<Answer: Message>: Sendable {
    private let responses: ResponseWriter

    init(_ responses: ResponseWriter) {
        self.responses = responses
    }

    func write(_ answer: Answer) async throws {
        let bytes: [UInt8] = try answer.serializedBytes()
        try await responses.write(ByteBuffer(bytes: bytes))
    }
}
