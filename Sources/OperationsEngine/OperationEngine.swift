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
    let alarms: AlarmClock
    let dueTimer: DueTimer
    let retentionTimer: DueTimer
    let tokens: PageTokens
    let ids = OperationIDs()

    /// - Parameters:
    ///   - store: where operations live; the engine must be its only writer.
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
        let cache = RecordCache(bytes: settings.cacheBytes)
        let pipeline = CommitPipeline(store: store, cache: cache, settings: settings, logger: logger)
        self.cache = cache
        self.pipeline = pipeline
        leaseDesk = LeaseDesk(pipeline: pipeline)
        alarms = AlarmClock(time: time)
        dueTimer = DueTimer("due operations", time: time, logger: logger) {
            try await pipeline.sweep { try Sweeping.act(on: &$0, settings) }
        }
        retentionTimer = DueTimer("retention", time: time, logger: logger, rest: settings.purgeRest) {
            try await pipeline.sweep { try Sweeping.purge(on: &$0, settings) }
        }
        SetsInUse(payloads: payloads, logger: logger).useMost(of: try await store.descriptorSets())
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
                await pipeline.run(observer: self)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.drain()
            self.pipeline.close()
        }
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
        board.note(isServing: fault == nil)
    }

    func willAnswer(_ transitions: [Transition]) {
        board.note(isServing: true)
        for transition in transitions {
            cache.publish(transition)
        }
    }

    func didAnswer(_ transitions: [Transition]) {
        var ready: [OperationRecord] = []
        for transition in transitions {
            if transition.isPublic { waiters.publish(transition) }
            noteTimes(of: transition)
            if let after = transition.after, after.isReady, transition.before?.isReady != true { ready.append(after) }
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
