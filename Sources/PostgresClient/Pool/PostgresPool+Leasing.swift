import Dispatch
import Logging
import Synchronization

extension PostgresPool {
    /// A connection that belongs to the caller until it is released.
    func lease() async throws -> (PoolState.ConnectionID, PostgresConnection) {
        let deadline = PoolState.Instant.now.advanced(by: limits.wait)
        var grant = await firstGrant()
        while true {
            switch grant {
            case nil: throw CancellationError()
            case .refused(let error): throw error
            case .open(let id):
                do throws(PostgresError) {
                    return (id, try await open(id))
                } catch {
                    // The server may have no room for one more; those that are in use come free.
                    grant = await self.grant { $0.parkAgain($1, until: deadline, error, now: .now) }
                }
            case .lease(let id):
                guard let connection = shared.withLock({ $0.connections[id] }) else { throw PostgresError.closed }
                return (id, connection)
            }
        }
    }

    /// nil when the task was cancelled.
    private func firstGrant() async -> PoolState.Grant? {
        if Task.isCancelled { return nil }
        if let grant = shared.withLock({ $0.state.acquire(now: .now) }) { return grant }
        return await grant { $0.park($1, now: .now) }
    }

    /// Waits, unless `park` grants something at once; nil when the task was cancelled.
    private func grant(
        _ park: (inout PoolState, PoolState.Ticket) -> PoolState.Grant?
    ) async -> PoolState.Grant? {
        if Task.isCancelled { return nil }
        let ticket = shared.withLock { $0.state.makeTicket() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (grant, timer) = shared.withLock { $0.park(ticket, continuation, park) }
                if let grant { continuation.resume(returning: grant) }
                if let timer { setTimer(timer) }
                // Cancelled before it was parked: then the handler found nobody.
                if Task.isCancelled { leave(ticket) }
            }
        } onCancel: {
            leave(ticket)
        }
    }

    private func leave(_ ticket: PoolState.Ticket) {
        let continuation = shared.withLock { shared in
            shared.state.leave(ticket) ? shared.waiting.removeValue(forKey: ticket) : nil
        }
        continuation?.resume(returning: nil)
    }

    func release(_ id: PoolState.ConnectionID, isReusable: Bool, wasUsed: Bool = true) {
        // A connection that nobody holds any more is closed by its deinitializer, off every lock.
        let (closed, resumed) = shared.withLock { shared in
            let (closes, served) = shared.state.release(id, isReusable: isReusable, wasUsed: wasUsed, now: .now)
            return (closes ? shared.connections.removeValue(forKey: id) : nil, shared.take(served))
        }
        withExtendedLifetime(closed) {
            for (continuation, grant) in resumed { continuation.resume(returning: grant) }
        }
    }

    /// Makes the connection that was granted, and tells the state what came of it.
    func open(_ id: PoolState.ConnectionID) async throws(PostgresError) -> PostgresConnection {
        do {
            let connection = try await PostgresConnection.open(configuration)
            let (resumed, trouble) = shared.withLock { shared in
                let trouble = shared.state.lastError
                shared.connections[id] = connection
                return (shared.take(shared.state.didOpen(id, now: .now)), trouble)
            }
            for (continuation, grant) in resumed { continuation.resume(returning: grant) }
            if trouble != nil { logger.notice("PostgreSQL can be reached again") }
            return connection
        } catch {
            let (resumed, trouble) = shared.withLock { shared in
                let trouble = shared.state.lastError
                let served = shared.state.didNotOpen(id, error, now: .now, jitter: .random(in: 0.5...1))
                return (shared.take(served), trouble)
            }
            for (continuation, grant) in resumed { continuation.resume(returning: grant) }
            // Said once, not with each try.
            if trouble?.message != error.message {
                logger.error("PostgreSQL cannot be reached", metadata: error.metadata)
            }
            throw error
        }
    }

    /// Wakes those who have waited for too long, without a task of their own.
    private func setTimer(_ deadline: PoolState.Instant) {
        let (seconds, attoseconds) = max(.zero, PoolState.Instant.now.duration(to: deadline)).components
        let pause = DispatchTimeInterval.microseconds(Int(seconds * 1_000_000 + attoseconds / 1_000_000_000_000 + 1))
        DispatchQueue.global().asyncAfter(deadline: .now() + pause) { [weak self] in
            self?.timerRang(deadline)
        }
    }

    private func timerRang(_ deadline: PoolState.Instant) {
        let (expired, timer) = shared.withLock { shared in
            let expired = shared.take(shared.state.expireWaiters(now: .now))
            // An earlier one was set meanwhile, and goes on.
            guard shared.timer == deadline else { return (expired, nil as PoolState.Instant?) }
            shared.timer = nil
            return (expired, shared.claimTimer())
        }
        for (continuation, grant) in expired { continuation.resume(returning: grant) }
        if let timer { setTimer(timer) }
    }
}

extension PostgresPool.Shared {
    /// Either a grant at once, or the continuation waits; then maybe a timer has to be set.
    fileprivate mutating func park(
        _ ticket: PoolState.Ticket, _ continuation: CheckedContinuation<PoolState.Grant?, Never>,
        _ park: (inout PoolState, PoolState.Ticket) -> PoolState.Grant?
    ) -> (PoolState.Grant?, PoolState.Instant?) {
        if let grant = park(&state, ticket) { return (grant, nil) }
        waiting[ticket] = continuation
        return (nil, claimTimer())
    }

    fileprivate mutating func claimTimer() -> PoolState.Instant? {
        guard let deadline = state.nextDeadline else { return nil }
        if let timer, timer <= deadline { return nil }
        timer = deadline
        return deadline
    }

    mutating func take(
        _ resumptions: [PoolState.Resumption]
    ) -> [(CheckedContinuation<PoolState.Grant?, Never>, PoolState.Grant)] {
        resumptions.compactMap { resumption in
            waiting.removeValue(forKey: resumption.ticket).map { ($0, resumption.grant) }
        }
    }
}
