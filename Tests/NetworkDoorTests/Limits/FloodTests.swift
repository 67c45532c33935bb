import NIOHPACK
import Testing

@testable import NetworkDoor

/// Frames that cost their peer nothing.
@Suite struct FloodTests {
    private static let enhanceYourCalm = 11
    private static let flowControlError = 3
    private static let refusedStream = 7

    // MARK: maxConcurrentStreams

    @Test func streamsBeyondTheLimitAreRefused() throws {
        try withNeighbour({ $0.maxConcurrentStreams = 50 }) { door in
            let peer = try HTTP2Client(door, acknowledges: false)
            for call in 0..<60 { try peer.call(call * 2 + 1, "Held") }
            #expect(door.kinds.held == 50)
            for call in 50..<60 { #expect(try peer.answer(call * 2 + 1).resetCode == Self.refusedStream) }
            door.kinds.answerHeld()
            door.settle()
            try peer.call(201, "Now")
            #expect(try peer.answer(201).grpcStatus == 0)
        }
    }

    /// It has promised to keep the limit.
    @Test func streamsBeyondTheLimitEndTheConnectionOfAPeerThatKnowsIt() throws {
        try withNeighbour({ $0.maxConcurrentStreams = 50 }) { door in
            let peer = try HTTP2Client(door)
            for call in 0..<51 { try peer.call(call * 2 + 1, "Held") }
            #expect(try peer.farewells() == [1])
            #expect(peer.connection.isClosed)
            #expect(door.kinds.cancelled == 50)
        }
    }

    // MARK: resetsPerSecond

    /// The library counts by the real clock: a slow machine may need a few more of them.
    @Test func aFloodOfResetsEndsTheConnection() throws {
        try withNeighbour({ $0.resetsPerSecond = 50 }) { door in
            let peer = try HTTP2Client(door)
            var sent = 0
            while sent < 2_000, !peer.connection.isClosed {
                try peer.call(sent * 2 + 1, "Held")
                peer.send(.reset(sent * 2 + 1, 8))
                sent += 1
            }
            #expect(51...500 ~= sent)
            #expect(try peer.farewells() == [Self.enhanceYourCalm])
            #expect(door.kinds.cancelled == sent)
        }
    }

    // MARK: controlFramesPerSecond

    @Test(arguments: [
        Frame(.ping, payload: [UInt8](repeating: 0, count: 8)), .settings([(4, 1_000)]),
        Frame(.priority, stream: 1, payload: [0, 0, 0, 0, 1]),
    ])
    func aFloodOfControlFramesEndsTheConnection(_ frame: Frame) throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            // SETTINGS and its acknowledgement have come already.
            peer.send(Array(repeating: frame, count: 98))
            #expect(!peer.connection.isClosed)
            peer.send(Array(repeating: frame, count: 5))
            #expect(try peer.farewells() == [Self.enhanceYourCalm])
            #expect(peer.connection.isClosed)
        }
    }

    // MARK: streamErrorsPerSecond

    @Test func aFloodOfBrokenStreamsEndsTheConnection() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            var sent = 0
            while sent < 200, !peer.connection.isClosed {
                peer.send(try peer.headers(sent * 2 + 1, [":method": "GET"], ends: true))
                sent += 1
            }
            #expect(sent == 101)
            #expect(try peer.farewells() == [Self.enhanceYourCalm])
        }
    }

    // MARK: emptyFramesInARow

    @Test func aFloodOfEmptyFramesEndsTheConnection() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Echo")
            for _ in 0..<10 { peer.data(1, []) }
            #expect(!peer.connection.isClosed)
            peer.data(1, [])
            #expect(try peer.farewells() == [Self.enhanceYourCalm])
            #expect(peer.connection.isClosed)
            #expect(door.kinds.running == 0)
        }
    }

    @Test func aFloodOfContinuationsEndsTheConnection() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            peer.send(Frame(.headers, stream: 1, payload: [0x82]))
            var sent = 0
            while sent < 100, !peer.connection.isClosed {
                peer.send(Frame(.continuation, stream: 1))
                sent += 1
            }
            #expect(sent < 10)
            #expect(try peer.farewells() == [Self.enhanceYourCalm])
        }
    }

    // MARK: streamWindow (the connection's window is opened as fast as bytes come)

    @Test func aPeerThatIgnoresTheWindowOfAStreamIsStopped() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Waits")
            var sent = 0
            while sent < 100, try peer.answer(1).resetCode == nil, !peer.connection.isClosed {
                peer.data(1, [UInt8](repeating: 0, count: 16_384))
                sent += 1
            }
            #expect(sent == 17)
            let codes = try [peer.answer(1).resetCode].compactMap(\.self) + peer.farewells()
            #expect(codes == [Self.flowControlError])
            #expect(door.kinds.running == 0)
        }
    }
}
