/// The catalogue of reasons that callers meet in ErrorInfo (AIP-193), with the domain `longrun.dev`.
///
/// A reason once published stays. `OperationsWire` gives each its status code.
public enum ErrorReason: String, Sendable, CaseIterable {
    // What the caller sent.
    case invalidField = "INVALID_FIELD"
    case invalidPageToken = "INVALID_PAGE_TOKEN"
    case malformedRequest = "MALFORMED_REQUEST"
    case requestIDConflict = "REQUEST_ID_CONFLICT"
    case payloadTypeUnknown = "PAYLOAD_TYPE_UNKNOWN"
    case payloadTooLarge = "PAYLOAD_TOO_LARGE"
    case requestTooLarge = "REQUEST_TOO_LARGE"
    case invalidFilter = "INVALID_FILTER"
    case invalidOrderBy = "INVALID_ORDER_BY"
    case invalidDescriptors = "INVALID_DESCRIPTORS"
    case descriptorSetNotFound = "DESCRIPTOR_SET_NOT_FOUND"
    // Published, and given no more.
    case filterUnsupported = "FILTER_UNSUPPORTED"
    case orderByUnsupported = "ORDER_BY_UNSUPPORTED"
    case pathNotFound = "PATH_NOT_FOUND"
    case methodNotFound = "METHOD_NOT_FOUND"
    case methodNotAllowed = "METHOD_NOT_ALLOWED"
    case methodNotOffered = "METHOD_NOT_OFFERED"
    case serviceNotFound = "SERVICE_NOT_FOUND"
    case locationNotFound = "LOCATION_NOT_FOUND"
    case encodingUnsupported = "ENCODING_UNSUPPORTED"
    case headerTooLarge = "HEADER_TOO_LARGE"
    case requestTooSlow = "REQUEST_TOO_SLOW"
    case answerTooLarge = "ANSWER_TOO_LARGE"
    case deadlineExceeded = "DEADLINE_EXCEEDED"

    // What the named operation or resource allows.
    case operationNotFound = "OPERATION_NOT_FOUND"
    case operationDeleted = "OPERATION_DELETED"
    case operationExpired = "OPERATION_EXPIRED"
    case operationAlreadyExists = "OPERATION_ALREADY_EXISTS"
    case leaseLost = "LEASE_LOST"
    case notReady = "NOT_READY"
    case policyChanged = "POLICY_CHANGED"

    // What the server can do now.
    case storeUnavailable = "STORE_UNAVAILABLE"
    case storeOutcomeUnknown = "STORE_OUTCOME_UNKNOWN"
    case storeFull = "STORE_FULL"
    case storeBroken = "STORE_BROKEN"
    case operationDamaged = "OPERATION_DAMAGED"
    case operationHeld = "OPERATION_HELD"
    case serverBusy = "SERVER_BUSY"
    case shuttingDown = "SHUTTING_DOWN"
    case internalFault = "INTERNAL_FAULT"

    // How an operation ended by the server's own hand; found in Operation.error.
    case operationCancelled = "OPERATION_CANCELLED"
    case leaseExpired = "LEASE_EXPIRED"
    case attemptTimeout = "ATTEMPT_TIMEOUT"
    case operationDeadlineExceeded = "OPERATION_DEADLINE_EXCEEDED"
}
