import OperationsCore
import Synchronization

/// The workers that wait for work. Each ready operation that a commit brings wakes at most one of them: the one that
/// has waited longest and would take it.
final class LeaseDesk: Sendable {
    private enum Parking {
        case parked
        /// Something came ready on another node while the call was on its way.
        case mustAskAgain
        case refused
    }

    private struct State {
        var parked = ParkedCalls()
        var offers = RecentOffers()
        var isDraining = false

        mutating func park(_ call: LeaseCall, since offers: UInt64) -> Parking {
            guard call.mayWait, !call.isInterrupted, !isDraining else { return .refused }
            guard !self.offers.mayHold(for: call.request.selector, after: offers) else { return .mustAskAgain }
            parked.insert(call)
            return .parked
        }
    }

    /// How often the store is asked again although nothing was heard from it: it may have passed over an operation
    /// that another node had locked, and then left alone.
    private static let pause = Duration.seconds(1)
    /// So many kinds of calls are asked for each time, in turn.
    private static let mostAsked = 50

    private let state = Mutex(State())
    private let lastID = Atomic<UInt64>(0)
    private let pipeline: CommitPipeline
    private let isShared: Bool
    private let someoneIsParked = Signal()

    init(pipeline: CommitPipeline, isShared: Bool) {
        self.pipeline = pipeline
        self.isShared = isShared
    }

    func nextID() -> UInt64 {
        lastID.add(1, ordering: .relaxed).newValue
    }

    /// Asks the store for work on behalf of a call; when there is none the call is parked, or answered empty.
    func ask(_ call: LeaseCall) {
        let offers = state.withLock { $0.offers.count }
        let reads = CommitJob.Reads(selector: call.request.selector, wanted: call.request.count)
        pipeline.submit(
            CommitJob(reads: reads, decide: { try Leasing.take(for: call, from: &$0) }) { [self] result in
                settle(call, result, since: offers)
            })
    }

    private func settle(_ call: LeaseCall, _ result: Result<JobOutput, ServiceError>, since offers: UInt64) {
        switch result {
        case .success(.leases(let records, let leftover)):
            if records.isEmpty {
                park(call, since: offers)
            } else {
                call.answer(.success(records))
            }
            if let leftover { offer([ReadyOperation(leftover)]) }
        case .success: call.answer(.success([]))
        case .failure(let error): call.answer(.failure(error))
        }
    }

    private func park(_ call: LeaseCall, since offers: UInt64) {
        switch state.withLock({ $0.park(call, since: offers) }) {
        case .parked: if isShared { someoneIsParked.set() }
        case .mustAskAgain: ask(call)
        case .refused: call.answer(.success([]))
        }
    }

    /// Hands operations that became ready on this node to those who wait for them.
    func offer(_ ready: [ReadyOperation]) {
        guard !ready.isEmpty else { return }
        for call in state.withLock({ $0.parked.take(for: ready) }) { ask(call) }
    }

    /// The same for what became ready on another node, which may come while calls are on their way.
    func offerFromOthers(_ ready: [ReadyOperation]) {
        guard !ready.isEmpty else { return }
        let woken = state.withLock { state in
            state.offers.add(ready)
            return state.parked.take(for: ready)
        }
        for call in woken { ask(call) }
    }

    /// Asks the store once for each kind of call that waits; where there are many kinds, for the next of them.
    func askAgain() {
        for call in state.withLock({ $0.parked.takeOneOfEach(limit: Self.mostAsked) }) { ask(call) }
    }

    /// Asks again now and then while anybody waits, until the task is cancelled.
    func keepAsking(_ time: any TimeSource) async {
        while !Task.isCancelled {
            await someoneIsParked.wait()
            guard (try? await time.sleep(until: time.now + Self.pause)) != nil else { return }
            askAgain()
            // Others may be left whose turn comes next.
            if state.withLock({ !$0.parked.isEmpty }) { someoneIsParked.set() }
        }
    }

    /// Ends a call's waiting, now or when it comes back from the store.
    func interrupt(_ call: LeaseCall) {
        call.markInterrupted()
        if state.withLock({ $0.parked.remove(call) }) { call.answer(.success([])) }
    }

    /// Answers everyone who waits, now and from now on: the server shuts down.
    func drain() {
        let parked = state.withLock { state in
            state.isDraining = true
            return state.parked.takeAll()
        }
        for call in parked { call.answer(.success([])) }
    }

    var isDraining: Bool { state.withLock { $0.isDraining } }
}
