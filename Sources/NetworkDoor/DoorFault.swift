/// What the door itself refuses, before or instead of a handler.
///
/// Whoever owns the door says how it is told to the caller: ``DoorServices/grpcStatus`` and
/// ``DoorServices/httpResponse``.
public struct DoorFault: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable, CaseIterable {
        case malformedRequest
        case wrongMethod
        case wrongContentType
        case unknownService
        case unknownMethod
        case unsupportedEncoding
        /// A message says that it is compressed, but the call has not said how.
        case undeclaredCompression
        case headerTooLarge
        case requestTooLarge
        case answerTooLarge
        case tooSlow
        case deadlineExceeded
        case expectationFailed
        case overloaded
        case shuttingDown
        case handlerFailed
    }

    public let kind: Kind
    /// A sentence that says what to do.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The status of an HTTP answer.
    public var httpStatus: Int {
        switch kind {
        case .malformedRequest, .undeclaredCompression: 400
        case .wrongMethod: 405
        case .wrongContentType, .unsupportedEncoding: 415
        case .unknownService, .unknownMethod: 404
        case .headerTooLarge: 431
        case .requestTooLarge: 413
        case .tooSlow: 408
        case .deadlineExceeded: 504
        case .expectationFailed: 417
        case .overloaded, .shuttingDown: 503
        case .answerTooLarge, .handlerFailed: 500
        }
    }

    /// The code of a gRPC answer.
    ///
    /// INTERNAL for a compressed message without an encoding is what the compression document of gRPC demands.
    public var grpcCode: GRPCStatusCode {
        switch kind {
        case .malformedRequest, .wrongMethod, .wrongContentType, .expectationFailed: .invalidArgument
        case .unknownService, .unknownMethod, .unsupportedEncoding: .unimplemented
        case .undeclaredCompression: .internal
        case .headerTooLarge, .requestTooLarge, .answerTooLarge, .overloaded: .resourceExhausted
        case .tooSlow, .deadlineExceeded: .deadlineExceeded
        case .shuttingDown: .unavailable
        case .handlerFailed: .unknown
        }
    }
}

extension DoorFault {
    static let tooSlow = DoorFault(.tooSlow, "The request comes too slowly; send it again, faster.")
}
