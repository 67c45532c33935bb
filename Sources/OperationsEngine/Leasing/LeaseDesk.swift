import DequeModule
import OperationsCore
import Synchronization

/// The workers that wait for work. Each ready operation that a commit brings wakes at most one of them: the one that
/// has waited longest and would take it.
final class LeaseDesk: Sendable {
    struct State {
        private var parked: [UInt64: LeaseCall] = [:]
        private var byQueue: [String: Deque<UInt64>] = [:]
        private var anyQueue = Deque<UInt64>()
        private(set) var isDraining = false

        /// Parks a call; false when it must be answered now instead.
        mutating func park(_ call: LeaseCall) -> Bool {
            guard call.mayWait, !call.isInterrupted, !isDraining else { return false }
            parked[call.id] = call
            for queue in call.request.selector.queues { byQueue[queue, default: []].append(call.id) }
            if call.request.selector.queues.isEmpty { anyQueue.append(call.id) }
            return true
        }

        /// Takes one call away; false when it is not parked.
        mutating func remove(_ call: LeaseCall) -> Bool {
            guard parked.removeValue(forKey: call.id) != nil else { return false }
            forget(call)
            return true
        }

        /// The calls to ask again, now that these operations are ready.
        mutating func offer(_ ready: [OperationRecord]) -> [LeaseCall] {
            var woken: [(call: LeaseCall, capacity: Int)] = []
            for record in ready {
                if let index = woken.firstIndex(where: { $0.capacity > 0 && $0.call.request.selector.matches(record) })
                {
                    woken[index].capacity -= 1
                } else if let call = firstParked(for: record) {
                    parked[call.id] = nil
                    forget(call)
                    woken.append((call, call.request.count - 1))
                }
                if parked.isEmpty && woken.allSatisfy({ $0.capacity == 0 }) { break }
            }
            return woken.map(\.call)
        }

        mutating func drain() -> [LeaseCall] {
            isDraining = true
            defer {
                parked = [:]
                byQueue = [:]
                anyQueue = []
            }
            return Array(parked.values)
        }

        private func firstParked(for record: OperationRecord) -> LeaseCall? {
            let queued = first(in: byQueue[record.queue] ?? [], for: record)
            let unqueued = first(in: anyQueue, for: record)
            guard let queued, let unqueued else { return queued ?? unqueued }
            return queued.id < unqueued.id ? queued : unqueued
        }

        private func first(in ids: Deque<UInt64>, for record: OperationRecord) -> LeaseCall? {
            for id in ids {
                if let call = parked[id], call.request.selector.matches(record) { return call }
            }
            return nil
        }

        private mutating func forget(_ call: LeaseCall) {
            for queue in call.request.selector.queues {
                byQueue[queue]?.remove(call.id)
                if byQueue[queue]?.isEmpty == true { byQueue[queue] = nil }
            }
            if call.request.selector.queues.isEmpty { anyQueue.remove(call.id) }
        }
    }

    private let state = Mutex(State())
    private let lastID = Atomic<UInt64>(0)
    private let pipeline: CommitPipeline

    init(pipeline: CommitPipeline) {
        self.pipeline = pipeline
    }

    func nextID() -> UInt64 {
        lastID.add(1, ordering: .relaxed).newValue
    }

    /// Asks the store for work on behalf of a call; when there is none the call is parked, or answered empty.
    func ask(_ call: LeaseCall) {
        let reads = CommitJob.Reads(selector: call.request.selector, wanted: call.request.count)
        pipeline.submit(
            CommitJob(reads: reads, decide: { try Leasing.take(for: call, from: &$0) }) { [self] result in
                settle(call, result)
            })
    }

    private func settle(_ call: LeaseCall, _ result: Result<JobOutput, ServiceError>) {
        switch result {
        case .success(.leases(let records, let leftover)):
            if records.isEmpty {
                if !state.withLock({ $0.park(call) }) { call.answer(.success([])) }
            } else {
                call.answer(.success(records))
            }
            if let leftover { offer([leftover]) }
        case .success: call.answer(.success([]))
        case .failure(let error): call.answer(.failure(error))
        }
    }

    /// Hands operations that became ready to those who wait for them.
    func offer(_ ready: [OperationRecord]) {
        guard !ready.isEmpty else { return }
        for call in state.withLock({ $0.offer(ready) }) { ask(call) }
    }

    /// Ends a call's waiting, now or when it comes back from the store.
    func interrupt(_ call: LeaseCall) {
        call.markInterrupted()
        if state.withLock({ $0.remove(call) }) { call.answer(.success([])) }
    }

    /// Answers everyone who waits, now and from now on: the server shuts down.
    func drain() {
        for call in state.withLock({ $0.drain() }) { call.answer(.success([])) }
    }

    var isDraining: Bool { state.withLock { $0.isDraining } }
}

extension Deque<UInt64> {
    /// Removes one id; cheap when it stands near the front, where the longest waiting stand.
    fileprivate mutating func remove(_ id: UInt64) {
        if let index = firstIndex(of: id) { remove(at: index) }
    }
}
