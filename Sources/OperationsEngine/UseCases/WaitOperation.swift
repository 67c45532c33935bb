public import OperationsCore

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
        let name = try OperationName(name)
        let end = try waitEnd(timeout: timeout, context: context)
        if end > time.now { try await rest(name, until: end, context) }
        return try await get(name)
    }

    /// How a wait without a task begins.
    public enum WaitStart: Sendable {
        /// There is nothing to wait for.
        case over(OperationRecord)
        /// `whenOver` will be called.
        case parked
        /// The operation is not at hand in memory: it has to be looked up.
        case notAtHand
    }

    /// The same for a door that has no task to spare for each of its many callers.
    ///
    /// - Parameter whenOver: called once, from any thread, when the waiting is over, with the latest state; with nil
    ///   when that has to be asked for with ``get(_:)``.
    public func startWait(
        for name: String, timeout: Duration?, context: CallContext,
        whenOver: @escaping @Sendable (OperationRecord?) -> Void
    ) throws(ServiceError) -> WaitStart {
        guard let record = cache.record(named: name) else { return .notAtHand }
        let end = try waitEnd(timeout: timeout, context: context)
        guard !record.isDone, end > time.now else { return .over(record) }
        let waiter = park(record.name, until: end, context: context)
        whenWoken(waiter, whenOver)
        if isKnownToBeDone(record.name) { waiter.wake() }
        return .parked
    }

    /// The same for an operation that is not at hand in memory; never answers `notAtHand`.
    public func lookUpAndStartWait(
        for name: String, timeout: Duration?, context: CallContext,
        whenOver: @escaping @Sendable (OperationRecord?) -> Void
    ) async throws(ServiceError) -> WaitStart {
        let name = try OperationName(name)
        let end = try waitEnd(timeout: timeout, context: context)
        guard end > time.now else { return .over(try await get(name)) }
        // Parked before it is looked up, so that an end in between wakes it.
        let waiter = park(name, until: end, context: context)
        do throws(ServiceError) {
            let record = try await get(name)
            guard record.isDone else {
                whenWoken(waiter, whenOver)
                return .parked
            }
            release(waiter)
            return .over(record)
        } catch {
            release(waiter)
            throw error
        }
    }

    private func whenWoken(_ waiter: Waiter, _ whenOver: @escaping @Sendable (OperationRecord?) -> Void) {
        waiter.whenWoken { [self] in
            release(waiter)
            whenOver(cache.record(named: waiter.name.text))
        }
    }

    /// Parks a caller who needs no task to wait; to be given back with ``release(_:)`` after it was woken.
    ///
    /// The operation may have ended before: look at its state once more after this call.
    public func park(_ name: OperationName, until end: Timestamp, context: CallContext) -> Waiter {
        let waiter = Waiter(number: waiters.nextNumber(), name: name, context: context)
        waiters.park(waiter)
        waiter.alarm(alarms.set(at: end) { waiter.wake() })
        context.onLeave { waiter.wake() }
        return waiter
    }

    /// Forgets a waiter.
    public func release(_ waiter: Waiter) {
        waiters.remove(waiter)
        if let alarm = waiter.takeAlarm() { alarms.clear(alarm) }
        waiter.context.onLeave(nil)
    }

    /// Nothing of the record is held here: many callers rest for minutes, and what their frames hold is held as often.
    private func rest(
        _ name: OperationName, until end: Timestamp, _ context: CallContext
    ) async throws(ServiceError) {
        if isKnownToBeDone(name) { return }
        let waiter = park(name, until: end, context: context)
        defer { release(waiter) }
        guard try await isUnfinished(name) else { return }
        await withTaskCancellationHandler {
            await waiter.rest()
        } onCancel: {
            waiter.wake()
        }
    }

    private func isKnownToBeDone(_ name: OperationName) -> Bool {
        cache.record(named: name.text)?.isDone ?? false
    }

    /// In most cases the cache knows.
    private func isUnfinished(_ name: OperationName) async throws(ServiceError) -> Bool {
        if let record = cache.record(named: name.text) { return !record.isDone }
        return !(try await get(name).isDone)
    }

    private func waitEnd(timeout: Duration?, context: CallContext) throws(ServiceError) -> Timestamp {
        if let timeout, timeout < .zero || timeout > Limits.longestDuration {
            throw .invalid("timeout", "The timeout lies between 0 s and 315576000000 s.")
        }
        return context.answerTime(within: min(timeout ?? settings.longestWait, settings.longestWait), from: time.now)
    }
}
