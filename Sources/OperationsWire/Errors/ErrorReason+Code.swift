public import OperationsCore

/// The one table from reasons to status codes.
extension ErrorReason {
    public var code: StatusCode {
        switch self {
        case .invalidField, .invalidPageToken, .malformedRequest, .requestIDConflict, .payloadTypeUnknown,
            .payloadTooLarge, .invalidFilter, .invalidOrderBy, .invalidDescriptors:
            .invalidArgument
        case .requestTooLarge, .headerTooLarge, .answerTooLarge: .resourceExhausted
        case .requestTooSlow, .deadlineExceeded: .deadlineExceeded
        case .filterUnsupported, .orderByUnsupported, .methodNotFound, .methodNotAllowed, .methodNotOffered,
            .encodingUnsupported:
            .unimplemented
        case .pathNotFound, .serviceNotFound, .locationNotFound: .notFound
        case .operationNotFound, .operationDeleted, .operationExpired, .descriptorSetNotFound: .notFound
        case .operationAlreadyExists: .alreadyExists
        case .leaseLost, .notReady: .failedPrecondition
        case .storeUnavailable, .storeOutcomeUnknown, .storeFull, .storeBroken, .operationHeld, .serverBusy,
            .shuttingDown:
            .unavailable
        case .operationDamaged: .dataLoss
        case .operationCancelled: .cancelled
        case .internalFault: .internal
        case .leaseExpired, .attemptTimeout, .policyChanged: .aborted
        case .operationDeadlineExceeded: .deadlineExceeded
        }
    }
}

/// The HTTP status and the spelling of each code (google.rpc.Code).
extension StatusCode {
    public var httpStatus: Int {
        switch self {
        case .ok: 200
        case .cancelled: 499
        case .invalidArgument, .failedPrecondition, .outOfRange: 400
        case .deadlineExceeded: 504
        case .notFound: 404
        case .alreadyExists, .aborted: 409
        case .permissionDenied: 403
        case .resourceExhausted: 429
        case .unimplemented: 501
        case .unavailable: 503
        case .unauthenticated: 401
        case .unknown, .internal, .dataLoss: 500
        }
    }

    public var name: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}
