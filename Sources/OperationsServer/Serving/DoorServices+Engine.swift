public import Logging
public import NetworkDoor
import OperationsCore
public import OperationsEngine
import OperationsGRPC
public import OperationsREST
public import OperationsWire

extension DoorServices {
    /// All that the program serves: gRPC and REST, on every port alike.
    ///
    /// - Parameter types: of the payloads that can be shown as JSON, and the other way round.
    /// - Parameter crossOrigin: which pages of other origins browsers may let call. Default: none.
    /// - Throws: when the templates of the engine's services cannot be matched together.
    public init(
        _ engine: OperationEngine, types: PayloadTypes = .shared, crossOrigin: CrossOrigin? = nil, logger: Logger
    ) throws {
        self.init()
        addGRPC(engine, types: types, logger: logger) { ServiceError($0) }
        try addREST(engine, types: types, crossOrigin: crossOrigin, logger: logger) { ServiceError($0) }
    }
}

extension ServiceError {
    /// What the door refuses, with a reason of our catalogue.
    init(_ fault: DoorFault) {
        self.init(fault.reason, fault.message)
    }
}

extension DoorFault {
    fileprivate var reason: ErrorReason {
        switch kind {
        case .malformedRequest, .wrongContentType, .undeclaredCompression, .expectationFailed: .malformedRequest
        case .wrongMethod, .unknownService, .unknownMethod: .methodNotFound
        case .unsupportedEncoding: .encodingUnsupported
        case .headerTooLarge: .headerTooLarge
        case .requestTooLarge: .requestTooLarge
        case .answerTooLarge: .answerTooLarge
        case .tooSlow: .requestTooSlow
        case .deadlineExceeded: .deadlineExceeded
        case .overloaded: .serverBusy
        case .shuttingDown: .shuttingDown
        case .handlerFailed: .internalFault
        }
    }
}
