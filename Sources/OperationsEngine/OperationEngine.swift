public import Logging
public import OperationsCore
public import ServiceLifecycle

/// The use cases of operations, for doors to call: each is one method, in one file of `UseCases/`.
///
/// ```swift
/// let engine = try await OperationEngine(store: MemoryStore(time: SystemTime()), payloads: PayloadTypes())
/// // inside a ServiceGroup, or a task that runs engine.run()
/// let record = try await engine.start(StartRequest(queue: "thumbnails"))
/// ```
///
/// Nothing is acknowledged before it is durable; what callers wait for is woken by the commit itself.
public final class OperationEngine: Service {
    public let settings: EngineSettings
    let store: any OperationStore
    let payloads: any PayloadCatalogue
    let time: any TimeSource
    let logger: Logger
    let cache: RecordCache
    let pipeline: CommitPipeline
    let waiters = WaiterHub()
    let board = ServingBoard()
    let leaseDesk: LeaseDesk
    let storedSets: StoredSets
    let lostTrack: LostTrack
    /// Nil when the store's time is this node's.
    private let clock: StoreTime?
    let alarms: AlarmClock
    let dueTimer: DueTimer
    let retentionTimer: DueTimer
    let tokens: PageTokens
    let ids = OperationIDs()

    /// - Parameters:
    ///   - store: where operations live; unless it is shared, the engine must be its only writer.
    ///   - payloads: how filters look into metadata, responses and requests; takes the sets that the store keeps.
    ///   - settings: defaults of design and README.
    ///   - time: for time-outs of waiting callers.
    public init(
        store: any OperationStore, payloads: any PayloadCatalogue, settings: EngineSettings = EngineSettings(),
        time: any TimeSource = SystemTime(), logger: Logger = Logger(label: "longrun.engine")
    ) async throws {
        self.store = store
        self.payloads = payloads
        self.settings = settings
        self.time = time
        self.logger = logger
        // What others change would not be noticed in a cache in time.
        let cache = RecordCache(bytes: store.isShared ? 0 : settings.cacheBytes)
        let clock = store.isShared ? StoreTime(local: time) : nil
        let pipeline = CommitPipeline(
            store: store, cache: cache, settings: settings, time: time, clock: clock, logger: logger)
        let leaseDesk = LeaseDesk(pipeline: pipeline, isShared: store.isShared)
        self.cache = cache
        self.clock = clock
        self.pipeline = pipeline
        self.leaseDesk = leaseDesk
        alarms = AlarmClock(time: time)
        dueTimer = DueTimer("due operations", time: clock ?? time, logger: logger) {
            let report = try await pipeline.sweep { try Sweeping.act(on: &$0, settings) }
            // Another node may have swept first; what becomes ready by its time alone is in no feed.
            if clock != nil, case .idle = report { leaseDesk.askAgain() }
            return report
        }
        retentionTimer = DueTimer("retention", time: clock ?? time, logger: logger, rest: settings.purgeRest) {
            try await pipeline.sweep(isLast: true) { try Sweeping.purge(on: &$0, settings) }
        }
        lostTrack = LostTrack(store: store, waiters: waiters, time: time, logger: logger)
        storedSets = StoredSets(store: store, payloads: payloads, time: time, logger: logger)
        try await storedSets.loadFirst()
        tokens = PageTokens(secret: try await store.secret(), life: settings.pageTokenLife)
    }

    /// Commits, keeps time and wakes until a graceful shutdown or cancellation; commits that were accepted before are
    /// finished first.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await self.alarms.run() }
                group.addTask { await self.dueTimer.run() }
                group.addTask { await self.retentionTimer.run() }
                group.addTask { await self.store.follow(ChangesOfOthers(engine: self)) }
                if store.isShared { addTasksOfSharedStore(to: &group) }
                await pipeline.run(observer: self)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.drain()
            self.pipeline.close()
        }
    }

    private func addTasksOfSharedStore(to group: inout TaskGroup<Void>) {
        group.addTask { await self.storedSets.run() }
        group.addTask { await self.lostTrack.run() }
        group.addTask { await self.leaseDesk.keepAsking(self.time) }
        group.addTask { await self.pipeline.turnAway() }
    }

    /// Answers everyone who waits for an end or for work, now and from now on. To be called when a shutdown begins,
    /// so that doors can finish their calls.
    public func drain() {
        leaseDesk.drain()
        waiters.drain()
        board.drain()
    }

    /// Nil while changes can be stored; else why they cannot.
    public var fault: StoreFailure? { store.fault }

    /// Whether the server serves, at once and after each change: false while changes cannot be stored, and at last when
    /// it shuts down.
    public var servingStates: AsyncStream<Bool> { board.states() }

    /// How many callers wait for the end of an operation at this moment.
    public var waiterCount: Int { waiters.count }
}

extension OperationEngine: CommitObserver {
    func didFail() {
        noteFault()
    }

    /// Tells whoever watches whether the store takes changes.
    func noteFault() {
        board.update { store.fault == nil }
    }

    func willAnswer(_ transitions: [Transition]) {
        noteFault()
        for transition in transitions {
            cache.publish(transition)
        }
    }

    func didAnswer(_ transitions: [Transition]) {
        if clock?.hasJumped() == true {
            dueTimer.recheck()
            retentionTimer.recheck()
        }
        var ready: [ReadyOperation] = []
        for transition in transitions {
            if transition.isPublic { waiters.publish(transition) }
            noteTimes(of: transition)
            if let after = transition.after, after.isReady, transition.before?.isReady != true {
                ready.append(ReadyOperation(after))
            }
        }
        leaseDesk.offer(ready)
    }

    private func noteTimes(of transition: Transition) {
        if let record = transition.after, let due = Lifecycle.dueTime(of: record) {
            (record.isDone ? retentionTimer : dueTimer).note(due)
        }
        if let tombstone = transition.tombstone { retentionTimer.note(tombstone.purgeTime) }
    }
}
