import OperationsCore
import Synchronization

/// A lease call on its way: asked, perhaps parked, asked again, and answered once.
final class LeaseCall: Sendable {
    typealias Answer = @Sendable (Result<[OperationRecord], ServiceError>) -> Void

    let id: UInt64
    let request: LeaseRequest
    let duration: Duration
    /// False: a call that finds nothing is answered at once.
    let mayWait: Bool
    let answer: Answer
    private let interrupted = Atomic(false)

    init(id: UInt64, request: LeaseRequest, duration: Duration, mayWait: Bool, answer: @escaping Answer) {
        self.id = id
        self.request = request
        self.duration = duration
        self.mayWait = mayWait
        self.answer = answer
    }

    /// True when the time is up or the caller has left, so that the call must not be parked again.
    var isInterrupted: Bool { interrupted.load(ordering: .acquiring) }

    func markInterrupted() {
        interrupted.store(true, ordering: .releasing)
    }
}
