public import OperationsAPI
public import OperationsClient

/// What happens in a worker, for logs and metrics.
public enum WorkerEvent: Sendable {
    /// An attempt begins.
    case began(Longrun_V1_Lease)
    /// An attempt has ended and was reported, or could not be.
    case ended(Longrun_V1_Lease, AttemptEnd, after: Duration)
    /// No work can be asked for: the server is not there or not available. It is asked again after `retryIn`.
    case waitingForServer(ClientError, retryIn: Duration)
    /// The server answers again.
    case serverIsBack
    /// The worker takes no more work and waits for `attempts` to end.
    case draining(attempts: Int)
}

/// What became of an attempt.
public enum AttemptEnd: Hashable, Sendable {
    /// The operation has its response.
    case completed
    /// The attempt failed; `isLast` says whether the operation is done with that.
    case failed(Google_Rpc_Status, isLast: Bool)
    /// The operation was cancelled.
    case cancelled
    /// The operation was given back.
    case released
    /// Nothing was reported, since nobody would take it.
    case dropped(StopReason)
    /// The outcome could not be reported before the lease was over.
    case unreported(ClientError)
}
