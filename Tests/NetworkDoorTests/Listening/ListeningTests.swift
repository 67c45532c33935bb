import Foundation
import NIOCore
import Testing

@testable import NetworkDoor

@Suite(.timeLimit(.minutes(1))) struct ListeningTests {
    @Test func bothProtocolsAreSpokenOnOnePort() async throws {
        try await withListeningDoor { door in
            #expect(try await SocketPeer.connect(to: door.place).get("/large?3") == "aaa")
            let peer = try await SocketPeer.connect(to: door.place)
            #expect(try await peer.getHTTP2("/large?3") == "aaa")
            await peer.close()
        }
    }

    @Test func aTakenPortIsToldOf() async throws {
        try await withListeningDoor { door in
            let other = NetworkDoor(services: DoorServices(), configuration: DoorConfiguration(places: [door.place]))
            let error = await #expect(throws: NetworkDoor.ListenError.self) { try await other.run() }
            #expect(error?.place == door.place)
        }
    }

    @Test func aUnixSocketIsServedAndTakenAway() async throws {
        let path = NSTemporaryDirectory() + "door-\(UUID().uuidString.prefix(8)).sock"
        for _ in 0..<2 {
            try await withListeningDoor(at: .unix(path: path)) { door in
                #expect(door.place == .unix(path: path))
                #expect(try await SocketPeer.connect(to: door.place).get("/large?3") == "aaa")
                let peer = try await SocketPeer.connect(to: door.place)
                #expect(try await peer.getHTTP2("/large?3") == "aaa")
                await peer.close()
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func aServedUnixSocketIsNotTakenOver() async throws {
        let path = NSTemporaryDirectory() + "door-\(UUID().uuidString.prefix(8)).sock"
        try await withListeningDoor(at: .unix(path: path)) { door async throws in
            let other = NetworkDoor(services: DoorServices(), configuration: DoorConfiguration(places: [door.place]))
            await #expect(throws: NetworkDoor.ListenError.self) { try await other.run() }
            #expect(try await SocketPeer.connect(to: door.place).get("/large?3") == "aaa")
        }
    }

    @Test func aSocketFileThatAnotherHasReplacedIsLeft() throws {
        let path = NSTemporaryDirectory() + "door-\(UUID().uuidString.prefix(8)).sock"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data().write(to: URL(fileURLWithPath: path))
        let first = try #require(SocketFile(at: path))
        // Held open under another name, so that its number is not given again.
        try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
        defer { try? FileManager.default.removeItem(atPath: path + ".old") }
        try Data().write(to: URL(fileURLWithPath: path))
        first.remove()
        #expect(FileManager.default.fileExists(atPath: path))
        try #require(SocketFile(at: path)).remove()
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(SocketFile(at: path) == nil)
    }

    /// `maxConnections`
    @Test func connectionsBeyondTheLimitAreClosed() async throws {
        var limits = DoorLimits()
        limits.maxConnections = 2
        try await withListeningDoor(limits: limits) { door in
            let first = try await SocketPeer.connect(to: door.place)
            try await first.send("GET /held HTTP/1.1\r\nhost: test\r\n\r\n")
            let second = try await SocketPeer.connect(to: door.place)
            try await second.send("GET /held HTTP/1.1\r\nhost: test\r\n\r\n")
            while door.kinds.held < 2 { await Task.yield() }
            let third = try await SocketPeer.connect(to: door.place)
            #expect(await third.read().readableBytes == 0)
            await first.close()
            while door.kinds.cancelled < 1 { await Task.yield() }
            door.kinds.answerHeld()
            #expect(try await retrying { try await SocketPeer.connect(to: door.place).get("/large?3") } == "aaa")
            #expect(await second.read { $0.readableBytes > 0 }.readableBytes > 0)
            await second.close()
        }
    }

    /// The first connection is forgotten some time after its answer was found to go nowhere.
    private func retrying(_ get: () async throws -> String) async throws -> String {
        for _ in 0..<100 {
            if let text = try? await get(), !text.isEmpty { return text }
        }
        return ""
    }
}
