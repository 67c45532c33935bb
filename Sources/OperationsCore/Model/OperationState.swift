/// Where an operation stands. `done` is derived: it is true for the last three.
public enum OperationState: String, Sendable, CaseIterable {
    /// Not leased; perhaps scheduled for later.
    case pending = "PENDING"
    /// Leased by a worker.
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"

    public var isFinished: Bool {
        switch self {
        case .pending, .running: false
        case .succeeded, .failed, .cancelled: true
        }
    }
}
