import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct HeldBytesTests {
    private static let piece = [UInt8](repeating: 0, count: 16_384)

    private static func room(_ bytes: Int, largest: Int = 1_000) -> (inout DoorLimits) -> Void {
        { limits in
            limits.maxRequestBytes = largest
            limits.maxHeldBytesPerConnection = bytes
        }
    }

    // MARK: maxHeldBytesPerConnection

    @Test func requestsBeyondTheRoomOfTheirConnectionAreRefused() throws {
        try withNeighbour(Self.room(3_000_000, largest: 1_000_000)) { door in
            let peer = try HTTP2Client(door)
            for call in 0..<10 {
                try peer.post(call * 2 + 1, "/now", ends: false)
                for _ in 0..<50 { peer.data(call * 2 + 1, Self.piece) }
            }
            #expect(door.context.budget.heldBytes <= 3_000_000)
            let refused = try (0..<10).filter { try peer.answer($0 * 2 + 1).status == "503" }
            #expect(refused.count >= 6)
            for call in 0..<10 where !refused.contains(call) { peer.data(call * 2 + 1, [], ends: true) }
            peer.send(.windowUpdate(0, 0x7FFF_0000))
            for call in 0..<10 { peer.send(.windowUpdate(call * 2 + 1, 1_000_000)) }
            try peer.call(101, "Now")
            #expect(try peer.answer(101).grpcStatus == 0)
        }
    }

    /// The peer asks for much and opens no window.
    @Test func answersBeyondTheRoomOfTheirConnectionAreRefused() throws {
        try withNeighbour(Self.room(3_000_000)) { door in
            let peer = try HTTP2Client(door, settings: [(4, 0)])
            for call in 0..<10 {
                try peer.get(call * 4 + 1, "/large?1000000")
                try peer.call(call * 4 + 3, "Large", "1000000")
            }
            #expect(door.context.budget.heldBytes == 3_000_000)
            peer.send(.settings([(4, 2_000_000)]))
            peer.send(.windowUpdate(0, 0x7FFF_0000))
            #expect(try (0..<10).filter { try peer.answer($0 * 4 + 1).status == "503" }.count == 8)
            #expect(try (0..<10).filter { try peer.answer($0 * 4 + 3).grpcStatus == 8 }.count == 9)
        }
    }

    @Test func oneLargeAnswerIsAlwaysSent() throws {
        try withNeighbour(Self.room(1_000_000)) { door in
            let peer = try HTTP2Client(door, settings: [(4, 8_000_000)])
            peer.send(.windowUpdate(0, 0x7FFF_0000))
            try peer.get(1, "/large?5000000")
            #expect(try peer.answer(1).body.count == 5_000_000)
        }
    }

    @Test func streamedPartsBeyondTheRoomOfTheirConnectionEndTheirCalls() throws {
        try withNeighbour(Self.room(200_000)) { door in
            let peer = try HTTP2Client(door, settings: [(4, 0)])
            for call in 0..<10 {
                try peer.get(call * 4 + 1, "/parts")
                try peer.call(call * 4 + 3, "Parts")
            }
            #expect(door.context.budget.heldBytes <= 200_000)
            #expect(door.kinds.running <= 3)
            peer.connection.vanish()
            #expect(door.kinds.running == 0)
        }
    }

    @Test func requestsAheadOfTheirTurnCount() throws {
        try withNeighbour({ $0.maxHeldBytes = 100_000 }) { door in
            var peers: [TestConnection] = []
            for _ in 0..<20 {
                let peer = try door.connect()
                peer.get("/held")
                peer.send(String(repeating: "GET /held HTTP/1.1\r\nhost: test\r\n\r\n", count: 50))
                peers.append(peer)
            }
            #expect(door.context.budget.heldBytes <= 100_000)
            #expect(peers.contains { $0.isClosed })
            for peer in peers { peer.vanish() }
        }
    }

    // MARK: maxHeldBytes

    @Test func requestsBeyondTheRoomOfAllAreRefused() throws {
        try withNeighbour({ $0.maxHeldBytes = 1_000_000 }) { door in
            let peers = try (0..<10).map { _ in try HTTP2Client(door) }
            for peer in peers {
                try peer.open(1, "Now")
                for _ in 0..<10 { peer.data(1, Self.piece) }
            }
            #expect(door.context.budget.heldBytes <= 1_000_000)
            #expect(try peers.filter { try $0.answer(1).grpcStatus == 8 }.count >= 3)
            for peer in peers { peer.connection.vanish() }
        }
    }

    // MARK: streamedAheadBytes

    @Test(arguments: [(64 * 1_024, 4), (1, 1), (100_000, 7)])
    func aStreamedAnswerWaitsWhenEnoughIsUnderWay(_ limit: Int, _ parts: Int) throws {
        try withNeighbour({ $0.streamedAheadBytes = limit }) { door in
            let http1 = try door.connect()
            http1.hasRoom(for: 0)
            http1.get("/parts")
            let http2 = try HTTP2Client(door, settings: [(4, 0)])
            try http2.get(1, "/parts")
            #expect(door.kinds.written == 2 * parts)
            http1.vanish()
            http2.connection.vanish()
            #expect(door.kinds.running == 0)
        }
    }

    // MARK: Peers that do not read

    /// Every ping asks for an answer.
    @Test func aPeerThatDoesNotReadIsNotReadEither() throws {
        try withNeighbour({ $0.controlFramesPerSecond = 1_000_000 }) { door in
            let peer = try HTTP2Client(door)
            peer.connection.hasRoom(for: 0)
            let ping = Frame(.ping, payload: [UInt8](repeating: 0, count: 8)).bytes
            let pings = (0..<500).flatMap { _ in ping }
            for _ in 0..<100 { peer.connection.send(pings) }
            #expect(peer.connection.socket.unsentBytes < 300_000)
            #expect(peer.connection.socket.unreadBytes > 400_000)
            door.advance(by: .seconds(31))
            #expect(peer.connection.isClosed)
        }
    }

    @Test func aPeerThatDoesNotReadItsErrorsIsNotReadEither() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            peer.connection.hasRoom(for: 0)
            let fields = HTTP2Client.callFields("Unknown")
            for batch in 0..<20 {
                peer.send(try (0..<250).map { try peer.headers((batch * 250 + $0) * 2 + 1, fields, ends: true) })
            }
            #expect(peer.connection.socket.unsentBytes < 200_000)
            #expect(peer.connection.socket.unreadBytes > 10_000)
            door.advance(by: .seconds(31))
            #expect(peer.connection.isClosed)
        }
    }
}
