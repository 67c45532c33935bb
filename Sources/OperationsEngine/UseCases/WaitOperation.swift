public import OperationsCore
import Synchronization

extension OperationEngine {
    /// Waits until an operation is done, and answers with its latest state, done or not (the rules of the contract's
    /// WaitOperation): at the latest after `timeout`, the server's longest wait, or 200 ms before the caller's own
    /// deadline, whichever is first.
    ///
    /// - Parameters:
    ///   - name: the full name, as the caller spelled it.
    ///   - timeout: 0 answers at once; nil waits as long as the server allows (default 10 min).
    public func wait(
        for name: String, timeout: Duration? = nil, context: CallContext = CallContext()
    ) async throws(ServiceError) -> OperationRecord {
        if let timeout, timeout < .zero || timeout > Limits.longestDuration {
            throw .invalid("timeout", "The timeout lies between 0 s and 315576000000 s.")
        }
        let end = waitEnd(timeout: timeout, context: context)
        let record = try await get(name)
        guard !record.isDone, end > time.now, !context.hasLeft else { return record }
        return try await park(record.name, until: end, context)
    }

    private func waitEnd(timeout: Duration?, context: CallContext) -> Timestamp {
        let now = time.now
        let end = now + min(timeout ?? settings.longestWait, settings.longestWait)
        guard let deadline = context.deadline else { return end }
        let remaining = deadline.since(now)
        let margin = remaining < .milliseconds(400) ? remaining / 2 : .milliseconds(200)
        return min(end, now + (remaining - margin))
    }

    /// Parks first and reads afterwards, so that no end can fall between.
    private func park(
        _ name: OperationName, until end: Timestamp, _ context: CallContext
    ) async throws(ServiceError) -> OperationRecord {
        let parking = Parking()
        let ticket = waiters.park(name) { parking.wake($0) }
        let alarm = alarms.set(at: end) { [waiters] in waiters.wake(ticket, .interrupted) }
        let departure = context.onLeave { [waiters] in waiters.wake(ticket, .interrupted) }
        defer {
            alarms.clear(alarm)
            context.forget(departure)
            waiters.wake(ticket, .interrupted)
        }
        let record = try await get(name)
        guard !record.isDone else { return record }
        let wake = await withTaskCancellationHandler {
            await parking.value
        } onCancel: { [waiters] in
            waiters.wake(ticket, .interrupted)
        }
        switch wake {
        case .finished(let record): return record
        case .removed(let tombstone): throw .gone(tombstone)
        case .interrupted: return try await get(name)
        }
    }
}

/// Where one waiting call stands until it is woken.
private final class Parking: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<WaiterHub.Wake, Never>)
        case woken(WaiterHub.Wake)
    }

    private let state = Mutex(State.empty)

    func wake(_ wake: WaiterHub.Wake) {
        let continuation = state.withLock { state -> CheckedContinuation<WaiterHub.Wake, Never>? in
            guard case .waiting(let continuation) = state else {
                state = .woken(wake)
                return nil
            }
            state = .woken(wake)
            return continuation
        }
        continuation?.resume(returning: wake)
    }

    var value: WaiterHub.Wake {
        get async {
            await withCheckedContinuation { continuation in
                let wake = state.withLock { state -> WaiterHub.Wake? in
                    if case .woken(let wake) = state { return wake }
                    state = .waiting(continuation)
                    return nil
                }
                if let wake { continuation.resume(returning: wake) }
            }
        }
    }
}
