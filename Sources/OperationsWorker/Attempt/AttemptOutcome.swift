public import OperationsAPI
public import SwiftProtobuf

/// How one attempt at the work ended, in the eyes of whoever did it.
public enum AttemptOutcome: Hashable, Sendable {
    /// The work is done. Nil stands for `google.protobuf.Empty`.
    case succeeded(Google_Protobuf_Any?)

    /// The attempt failed.
    ///
    /// - Parameter retryable: whether another attempt makes sense; nil lets the operation's retry policy decide by
    ///   the code.
    case failed(Google_Rpc_Status, retryable: Bool?)

    /// The attempt stopped because it was asked to: its task was cancelled. What is reported depends on why.
    case cancelled(String)

    /// The operation is to be given back, uncounted, and not leased again before `delay` has passed.
    case released(delay: Duration)
}

/// Does the work of one lease. It must honour the cancellation of its task: cancellation was requested, the lease was
/// lost, or the worker shuts down.
///
/// A thrown `CancellationError` counts as ``AttemptOutcome/cancelled(_:)``, any other error as a failure with code
/// UNKNOWN, which is not tried again by default.
public typealias AttemptHandler =
    @Sendable (_ lease: Longrun_V1_Lease, _ progress: ProgressReporter) async throws -> AttemptOutcome
