import Synchronization

extension PostgresPool {
    /// Keeps the pool in order until the task is cancelled: closes connections that died, rest too long or are too
    /// old, and when there is none makes one, again and again with a back-off. So ``lastConnectError`` is true to life
    /// even when nobody needs a connection.
    public func run() async {
        while !Task.isCancelled {
            await lookAfterIdle()
            if let id = shared.withLock({ $0.state.openIfEmpty(now: .now) }), (try? await open(id)) != nil {
                release(id, isReusable: true)
            }
            try? await Task.sleep(for: isReachable ? limits.checkInterval : min(limits.checkInterval, Self.retryPause))
        }
    }

    /// The state knows when the next try is due; this is only how often it is asked.
    private static var retryPause: Duration { .milliseconds(50) }

    private func lookAfterIdle() async {
        let (look, closed) = shared.withLock { shared in
            let (look, closes) = shared.state.takeIdle(now: .now)
            return (look, closes.compactMap { shared.connections.removeValue(forKey: $0) })
        }
        for connection in closed { await connection.close() }
        for id in look {
            let connection = shared.withLock { shared in shared.state.borrow(id) ? shared.connections[id] : nil }
            guard let connection else { continue }
            release(id, isReusable: await connection.isAlive(), wasUsed: false)
        }
    }
}
