import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import NetworkDoor

/// A door without sockets: its connections are driven by hand, its clock moves when it is told to, and its tasks run
/// on the thread of the test.
final class TestDoor {
    let context: DoorContext
    let loop = EmbeddedEventLoop()
    let kinds: EveryKind
    private let executor = StepExecutor()
    private let jobsHaveEnded = Flag()
    private var connections: [TestConnection] = []

    init(_ limits: DoorLimits = DoorLimits(), _ kinds: EveryKind = EveryKind()) {
        self.kinds = kinds
        context = DoorContext(
            services: kinds.services, limits: limits, serverName: "test", jobs: CallJobs(),
            budget: ByteBudget(limit: limits.maxHeldBytes),
            connections: ConnectionRegistry(limit: limits.maxConnections), logger: Logger(label: "test"))
        let jobs = context.jobs
        let hasEnded = jobsHaveEnded
        Task(executorPreference: executor) {
            await jobs.run()
            hasEnded.set()
        }
    }

    func connect() throws -> TestConnection {
        let connection = try TestConnection(self)
        connections.append(connection)
        settle()
        return connection
    }

    /// Lets everything happen that needs no time.
    func settle() {
        repeat { loop.run() } while executor.run()
    }

    /// Moves the clock on, second by second.
    func advance(by time: Duration) {
        settle()
        var rest = TimeAmount(time)
        while rest > .zero {
            let step = min(rest, .seconds(1))
            loop.advanceTime(by: step)
            settle()
            rest = rest - step
        }
    }

    /// Ends all connections; then nothing may be left of them.
    func finish(_ label: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        for connection in connections { connection.vanish() }
        context.jobs.finish()
        settle()
        let isClean = [
            "bytes are held": context.budget.heldBytes == 0, "connections are counted": context.connections.count == 0,
            "tasks run": jobsHaveEnded.isSet, "exchanges go on": kinds.running == 0,
        ]
        #expect(isClean.filter { !$0.value }.isEmpty, label, sourceLocation: sourceLocation)
    }
}

/// Runs a test with a door of its own; afterwards nothing may be left of its connections.
func withDoor(
    _ change: (inout DoorLimits) -> Void = { _ in }, sourceLocation: SourceLocation = #_sourceLocation,
    _ test: (TestDoor) throws -> Void
) rethrows {
    var limits = DoorLimits()
    change(&limits)
    let door = TestDoor(limits)
    defer { door.finish(sourceLocation: sourceLocation) }
    try test(door)
}

/// Something that happens once.
final class Flag: Sendable {
    private let value = Atomic(false)

    func set() {
        value.store(true, ordering: .sequentiallyConsistent)
    }

    var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
}
