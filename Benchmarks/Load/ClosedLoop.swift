import NIOCore

/// Callers that ask again as soon as they are answered.
extension LoadLoop {
    /// So many calls on each connection at once; ends when all are answered.
    func burst(_ calls: Int) async throws -> LoadResult {
        try await eventLoop.flatSubmit { [self] in
            let before = connections.value.map(\.book.answered)
            let start = LoadClock()
            for connection in connections.value { connection.start(calls, isRepeating: false) }
            return patiently { $0.whenQuiet(on: eventLoop) }.flatMapThrowing { [self] in
                try result(before, start)
            }
        }.get()
    }

    /// Ends when all calls are answered, so that the next round begins with quiet connections.
    ///
    /// - Parameter callers: of each connection.
    func run(callers: Int, for span: Duration) async throws -> LoadResult {
        try await eventLoop.flatSubmit { [self] in
            let before = connections.value.map(\.book.answered)
            let start = LoadClock()
            for connection in connections.value { connection.start(callers, isRepeating: true) }
            return eventLoop.scheduleTask(in: TimeAmount(span)) {}.futureResult.flatMap { [self] in
                for connection in connections.value { connection.stopRepeating() }
                return patiently { $0.whenQuiet(on: eventLoop) }
            }.flatMapThrowing { [self] in
                try result(before, start)
            }
        }.get()
    }

    /// Comes when all the connections' futures have.
    func patiently(_ future: (Connection) -> EventLoopFuture<Void>) -> EventLoopFuture<Void> {
        patiently(EventLoopFuture.andAllSucceed(connections.value.map(future), on: eventLoop))
    }

    /// A server that hangs is a fault of all connections.
    func patiently<Value>(_ future: EventLoopFuture<Value>) -> EventLoopFuture<Value> {
        let patience = eventLoop.scheduleTask(in: .seconds(60)) { [connections] in
            for connection in connections.value { connection.fail(BenchmarkFault("no answer within a minute")) }
        }
        return future.always { _ in patience.cancel() }
    }

    private func result(_ before: [Int], _ start: LoadClock) throws -> LoadResult {
        let calls = zip(connections.value, before).map { $0.book.answered - $1 }
        let result = LoadResult(calls: calls.reduce(0, +), since: start)
        for (connection, calls) in zip(connections.value, calls) { try connection.check(calls: calls) }
        return result
    }
}
