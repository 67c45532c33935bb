import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit

@testable import NetworkDoor

/// A door that listens on real sockets while a test runs.
struct ListeningDoor: Sendable {
    let place: ListenPlace
    let kinds: EveryKind
    let trigger: GracefulShutdownTestTrigger
    /// Set once connections have been told that it shuts down.
    let shutsDown: Flag
    /// Set once `run()` has returned.
    let hasEnded: Flag
}

/// Runs a door on a free port of its own, or where it is told to; it must end by itself once it is told to shut down.
func withListeningDoor(
    at place: ListenPlace = .tcp(host: "127.0.0.1", port: 0), tls: DoorTLS? = nil, limits: DoorLimits = DoorLimits(),
    _ test: @Sendable (ListeningDoor) async throws -> Void
) async throws {
    let kinds = EveryKind()
    var configuration = DoorConfiguration(places: [place])
    configuration.tls = tls
    configuration.limits = limits
    let (places, listening) = AsyncStream<ListenPlace>.makeStream()
    let shutsDown = Flag()
    let hasEnded = Flag()
    let door = NetworkDoor(services: kinds.services, configuration: configuration, logger: Logger(label: "test")) {
        listening.yield($1)
    } didBeginShutdown: {
        shutsDown.set()
    }
    try await testGracefulShutdown { trigger in
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer { hasEnded.set() }
                try await door.run()
            }
            for await place in places {
                try await test(
                    ListeningDoor(
                        place: place, kinds: kinds, trigger: trigger, shutsDown: shutsDown, hasEnded: hasEnded))
                break
            }
            trigger.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
