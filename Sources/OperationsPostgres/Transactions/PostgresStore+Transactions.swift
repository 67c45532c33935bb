public import OperationsCore
import PostgresClient
import Synchronization

extension PostgresStore {
    public func transact<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        if let refusal = state.withLock({ $0.refusal }) { throw refusal }
        // In a task of its own: the caller's may be cancelled, and the transaction is carried through all the same.
        return try await Task { try await self.carryThrough(body) }.value
    }

    private func carryThrough<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        var retry = TransactionRetry()
        var isCareful = false
        while true {
            let mark = CommitMark(at: surroundings.time?.now ?? Self.localTime())
            let begun = ContinuousClock.now
            let step: TransactionRetry.Step
            switch await run(body, mark, isCareful: isCareful) {
            case .done(let value, let commit):
                if let commit { state.withLock { $0.progress.confirm(commit) } }
                return value
            case .refused(let error): throw error
            case .failed(let mishap, let value):
                var next = retry.step(after: mishap, elapsed: start.duration(to: .now))
                if next == .ask {
                    let question = OutcomeQuestion(pool: writers, mark: mark, begun: begun)
                    switch (await question.answer(), value) {
                    case (true?, let value?): return value
                    case (false?, _): next = retry.stepAfterNo(elapsed: start.duration(to: .now))
                    default: throw Self.unknownOutcome(mishap)
                    }
                }
                if case .fail = next { noteRefusal(mishap) }
                step = next
            }
            switch step {
            case .again(let pause, let isCarefulNow):
                isCareful = isCareful || isCarefulNow
                await Pause.wait(pause)
            case .conflict(let name): throw StoreConflict(name: name)
            case .fail(let failure):
                if case .held(_, let names) = failure { surroundings.held.remember(names) }
                throw failure
            case .ask: throw Self.unknownOutcome(Mishap(.committing, .other))
            }
        }
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value, _ mark: CommitMark, isCareful: Bool
    ) async -> TransactionRun<Value> {
        let surroundings = surroundings
        do {
            return try await writers.run { session in
                TransactionRun.perform(body, on: session, surroundings, mark: mark, isCareful: isCareful)
            }
        } catch {
            // No connection was to be had.
            return .failed(Mishap(error, while: .working), value: nil)
        }
    }

    private static func unknownOutcome(_ mishap: Mishap) -> StoreFailure {
        .outcomeUnknown("The connection broke during a commit, and nobody could be asked: \(mishap.message)")
    }
}
