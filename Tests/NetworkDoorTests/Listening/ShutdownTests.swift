import NIOCore
import ServiceLifecycleTestKit
import Testing

@testable import NetworkDoor

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
    private static let held = "GET /held HTTP/1.1\r\nhost: test\r\n\r\n"

    @Test func callsMayFinish() async throws {
        try await withListeningDoor { door in
            let peer = try await SocketPeer.connect(to: door.place)
            try await peer.send(Self.held)
            while door.kinds.held < 1 { await Task.yield() }
            door.trigger.triggerGracefulShutdown()
            try await waitUntilNobodyListens(door)
            while !door.shutsDown.isSet { await Task.yield() }
            #expect(!door.hasEnded.isSet)
            door.kinds.answerHeld()
            let text = String(buffer: await peer.read())
            #expect(text.contains("connection: close"))
            #expect(text.hasSuffix("held"))
        }
    }

    /// `shutdownGrace`
    @Test func callsThatDoNotFinishAreCutOff() async throws {
        var limits = DoorLimits()
        limits.shutdownGrace = .milliseconds(100)
        try await withListeningDoor(limits: limits) { door in
            let peer = try await SocketPeer.connect(to: door.place)
            try await peer.send(Self.held)
            while door.kinds.held < 1 { await Task.yield() }
            door.trigger.triggerGracefulShutdown()
            #expect(await peer.read().readableBytes == 0)
            // The peer may hear of the end before the call does.
            while door.kinds.cancelled < 1 { await Task.yield() }
        }
    }

    @Test func aLargeAnswerUnderWayArrivesWhole() async throws {
        try await withListeningDoor { door in
            let peer = try await SocketPeer.connect(to: door.place)
            try await peer.send("GET /large?8000000 HTTP/1.1\r\nhost: test\r\n\r\n")
            var isFirst = true
            var bytes = await peer.read { _ in
                if isFirst { door.trigger.triggerGracefulShutdown() }
                isFirst = false
                return false
            }
            #expect(HTTP1Answer(from: &bytes)?.body.count == 8_000_000)
        }
    }

    @Test func aCancelledDoorEndsAtOnce() async throws {
        let (places, listening) = AsyncStream<ListenPlace>.makeStream()
        let door = NetworkDoor(
            services: EveryKind().services, configuration: DoorConfiguration(places: [.tcp(host: "127.0.0.1", port: 0)])
        ) { listening.yield($1) }
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await door.run() }
            for await place in places {
                let peer = try await SocketPeer.connect(to: place)
                try await peer.send(Self.held)
                break
            }
            tasks.cancelAll()
            await #expect(throws: CancellationError.self) { try await tasks.waitForAll() }
        }
    }

    private func waitUntilNobodyListens(_ door: ListeningDoor) async throws {
        while let other = try? await SocketPeer.connect(to: door.place) { await other.close() }
    }
}
