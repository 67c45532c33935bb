import OperationsAPI

/// A failure with a sentence for whoever typed the command.
struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    let status: ExitStatus
    let description: String
    /// The error of the operation itself, for `--output json`.
    var cause: Google_Rpc_Status?

    init(_ status: ExitStatus, _ description: String, cause: Google_Rpc_Status? = nil) {
        self.status = status
        self.description = description
        self.cause = cause
    }
}
