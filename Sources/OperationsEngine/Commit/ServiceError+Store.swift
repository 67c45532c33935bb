import OperationsCore

extension ServiceError {
    /// What a caller hears when the store did not do its part.
    init(storeError error: any Error) {
        switch error {
        case let error as ServiceError:
            self = error
        case StoreFailure.full:
            self.init(
                .storeFull, "The server's disk is full, so nothing was changed. Free space, then try again.",
                retryDelay: .seconds(5))
        case StoreFailure.broken:
            self.init(
                .storeBroken,
                "The server could not write to its disk and takes no more changes until it is restarted.",
                retryDelay: .seconds(30))
        case StoreFailure.outcomeUnknown:
            // No RetryInfo: who repeats a start without a request id may start twice.
            self.init(
                .storeOutcomeUnknown,
                "The server lost its store while it stored this, so it may have happened or not. Look at the operation "
                    + "before you repeat the call; a start is safe to repeat with the same request_id.")
        case StoreFailure.damaged(_, let names):
            self.init(
                .operationDamaged,
                "What is stored of \(Self.list(names)) cannot be read. An operator finds out more in the server's log, and "
                    + "with 'longrun store check'.")
        case StoreFailure.held(_, let names):
            self.init(
                .operationHeld,
                "Another server, or a person, has locked \(Self.list(names)) in the database for some time. Try again; if "
                    + "it stays so, the database shows an operator who it is.", retryDelay: .seconds(1))
        case StoreFailure.obstructed(let obstacle, _):
            self.init(.storeUnavailable, obstacle.sentence, retryDelay: .seconds(5))
        case StoreFailure.unavailable:
            self.init(
                .storeUnavailable, "The server cannot reach its store at the moment. Try again.",
                retryDelay: .seconds(1))
        default:
            self.init(.internalFault, "The server met a fault of its own; its log has the details.")
        }
    }
    private static func list(_ names: Set<OperationName>) -> String {
        guard let first = names.min(by: { $0.text < $1.text }) else { return "an operation or of what belongs to one" }
        return names.count == 1 ? "'\(first)'" : "'\(first)' and \(names.count - 1) more"
    }
}
