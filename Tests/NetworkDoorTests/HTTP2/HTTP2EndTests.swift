import Testing

@testable import NetworkDoor

@Suite struct HTTP2EndTests {
    private static let anyStream = 0x7FFF_FFFF

    @Test func aDrainedConnectionWithoutCallsGoesAtOnce() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            drain(door)
            #expect(try lastStreams(peer) == [Self.anyStream, 0])
            #expect(try peer.farewells() == [0, 0])
            #expect(peer.connection.isEnded)
        }
    }

    @Test func aDrainedConnectionGoesWithItsLastCall() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            drain(door)
            #expect(try lastStreams(peer) == [Self.anyStream])
            // It was sent before the peer knew.
            try peer.call(3, "Held")
            try answerPing(peer)
            #expect(try lastStreams(peer) == [Self.anyStream, 3])
            try peer.call(5, "Now")
            #expect(try peer.answer(5).resetCode == 7)
            #expect(!peer.connection.isEnded)
            door.kinds.answerHeld()
            #expect(try peer.answer(1).isEnded && peer.answer(3).isEnded)
            #expect(peer.connection.isEnded)
            peer.connection.endInput()
            #expect(peer.connection.isClosed)
        }
    }

    /// Hundreds may be under way when the GOAWAY is.
    @Test func manyNewCallsDuringADrainAreRefusedOneByOne() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            drain(door)
            try answerPing(peer)
            for call in 1...200 { try peer.call(call * 2 + 1, "Now") }
            #expect(try peer.frames(.reset).count == 200)
            #expect(try peer.farewells() == [0, 0])
            door.kinds.answerHeld()
            #expect(try peer.answer(1).isEnded)
        }
    }

    @Test func aPeerThatAnswersNoPingIsNotWaitedForLong() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            drain(door)
            door.advance(by: .seconds(1))
            #expect(try lastStreams(peer) == [Self.anyStream, 1])
        }
    }

    @Test func aDrainedConnectionStillSendsWhatWaits() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door, settings: [(4, 1_000_000)])
            peer.send(.windowUpdate(0, 1_000_000))
            try peer.call(1, "Held")
            peer.connection.hasRoom(for: 10)
            try peer.get(3, "/large?500000")
            drain(door)
            door.kinds.answerHeld()
            peer.connection.hasRoom(for: .max)
            try answerPing(peer)
            #expect(try peer.answer(3).body.count == 500_000)
            #expect(try peer.answer(3).isEnded)
            #expect(peer.connection.isEnded)
        }
    }

    @Test func theLastAnswerLeavesBeforeTheConnectionCloses() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            drain(door)
            try answerPing(peer)
            peer.connection.hasRoom(for: 0)
            door.kinds.answerHeld()
            #expect(!peer.connection.isEnded)
            peer.connection.hasRoom(for: .max)
            #expect(try peer.answer(1).isEnded)
            #expect(peer.connection.isEnded)
            #expect(!peer.connection.isClosed)
            door.advance(by: .seconds(2))
            #expect(peer.connection.isClosed)
        }
    }

    @Test func aPeerThatSaysGoodbyeIsLetGoAfterItsLastCall() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            peer.send(Frame(.goAway, payload: Frame.number(0) + Frame.number(0)))
            #expect(!peer.connection.isEnded)
            door.kinds.answerHeld()
            #expect(try peer.answer(1).isEnded)
            #expect(peer.connection.isEnded)
        }
    }

    @Test func aCallThatCrossesTheFarewellOfAnIdleConnectionIsAnswered() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            door.advance(by: .seconds(300))
            #expect(try lastStreams(peer) == [Self.anyStream])
            try peer.call(1, "Held")
            try answerPing(peer)
            door.advance(by: .seconds(2))
            door.kinds.answerHeld()
            #expect(try peer.answer(1).grpcStatus == 0)
            #expect(peer.connection.isEnded)
        }
    }

    private func drain(_ door: TestDoor) {
        door.context.connections.drain()
        door.settle()
    }

    private func lastStreams(_ peer: HTTP2Client) throws -> [Int] {
        try peer.frames(.goAway).map { $0.number(at: 0) }
    }

    private func answerPing(_ peer: HTTP2Client) throws {
        let ping = try #require(try peer.frames(.ping).last)
        peer.send(Frame(.ping, flags: Frame.ack, payload: ping.payload))
    }
}
