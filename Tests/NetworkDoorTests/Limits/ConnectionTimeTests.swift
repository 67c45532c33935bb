import Testing

@testable import NetworkDoor

@Suite struct ConnectionTimeTests {
    // MARK: headTime

    @Test(arguments: ["", "P", "PRI * HTTP/2.0\r\n\r\nSM\r\n"])
    func aConnectionThatSaysNothingIsClosed(_ beginning: String) throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.send(beginning)
            door.advance(by: .seconds(9))
            #expect(!peer.isClosed)
            door.advance(by: .seconds(1))
            #expect(peer.isClosed)
        }
    }

    @Test func aHeadThatIsNotFinishedIsRefused() throws {
        try withNeighbour { door in
            let peer = try door.connect()
            let head = Array("GET /now HTTP/1.1\r\nhost: test\r\nx: ".utf8)
            for byte in head.prefix(11) {
                peer.send([byte])
                door.advance(by: .seconds(1))
            }
            #expect(peer.answers().map(\.status) == [408])
            #expect(peer.isEnded)
        }
    }

    @Test func aSecondHeadThatIsNotFinishedIsRefused() throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.get("/large?1")
            #expect(peer.answers().map(\.status) == [200])
            door.advance(by: .seconds(60))
            peer.send("GET /now HT")
            door.advance(by: .seconds(9))
            peer.send("TP/1.1\r\n")
            #expect(!peer.isEnded)
            door.advance(by: .seconds(1))
            #expect(peer.answers().map(\.status) == [408])
            #expect(peer.isEnded)
        }
    }

    // MARK: idleTime

    @Test func anIdleConnectionIsClosed() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/large?1")
            #expect(peer.answers().map(\.status) == [200])
            door.advance(by: .seconds(299))
            #expect(!peer.isEnded)
            door.advance(by: .seconds(1))
            #expect(peer.isEnded)
            #expect(peer.answers().isEmpty)
        }
    }

    @Test func anIdleConnectionOfHTTP2IsToldToGo() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Now")
            door.advance(by: .seconds(299))
            #expect(try peer.farewells().isEmpty)
            door.advance(by: .seconds(2))
            #expect(try peer.farewells() == [0, 0])
            #expect(peer.connection.isEnded)
            door.advance(by: .seconds(2))
            #expect(peer.connection.isClosed)
        }
    }

    @Test func aConnectionWithACallIsNotIdle() throws {
        try withDoor { door in
            let http1 = try door.connect()
            http1.get("/held")
            let http2 = try HTTP2Client(door)
            try http2.call(1, "Held")
            for _ in 0..<10 {
                door.advance(by: .seconds(60))
                http2.send(Frame(.ping, flags: Frame.ack, payload: [UInt8](repeating: 0, count: 8)))
            }
            door.kinds.answerHeld()
            #expect(http1.answers().map(\.text) == ["held"])
            #expect(try http2.answer(1).grpcStatus == 0)
        }
    }

    // MARK: maxConnectionAge, ageGrace

    private static func ages(_ limits: inout DoorLimits) {
        limits.maxConnectionAge = .seconds(100)
        limits.ageGrace = .seconds(20)
        limits.keepaliveInterval = .seconds(1_000)
    }

    @Test func anOldConnectionIsClosed() throws {
        try withDoor(Self.ages) { door in
            let peer = try door.connect()
            peer.get("/large?1")
            door.advance(by: .seconds(89))
            #expect(!peer.isEnded)
            door.advance(by: .seconds(21))
            #expect(peer.isEnded)
        }
    }

    @Test func anOldConnectionWithARequestClosesWithItsAnswer() throws {
        try withDoor(Self.ages) { door in
            let peer = try door.connect()
            peer.get("/held")
            door.advance(by: .seconds(110))
            #expect(!peer.isEnded)
            door.kinds.answerHeld()
            #expect(peer.answers().first?["connection"] == ["close"])
            #expect(peer.isEnded)
        }
    }

    @Test func anOldConnectionDoesNotWaitForeverForItsAnswer() throws {
        try withDoor(Self.ages) { door in
            let http1 = try door.connect()
            http1.get("/held")
            let http2 = try HTTP2Client(door)
            try http2.call(1, "Held")
            door.advance(by: .seconds(132))
            #expect(http1.isClosed)
            #expect(http2.connection.isClosed)
            #expect(try http2.farewells() == [0, 0])
            #expect(door.kinds.cancelled == 2)
        }
    }

    @Test func anOldConnectionOfHTTP2GoesWithItsLastCall() throws {
        try withDoor(Self.ages) { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            while try peer.farewells().count < 2 { door.advance(by: .seconds(1)) }
            #expect(!peer.connection.isEnded)
            door.kinds.answerHeld()
            #expect(try peer.answer(1).grpcStatus == 0)
            #expect(peer.connection.isEnded)
        }
    }

    // MARK: keepaliveInterval, keepaliveTimeout

    @Test func aSilentPeerWithACallIsAskedWhetherItIsThere() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            for round in 1...3 {
                door.advance(by: .seconds(60))
                let pings = try peer.frames(.ping)
                #expect(pings.count == round)
                let answer = try #require(pings.last)
                peer.send(Frame(.ping, flags: Frame.ack, payload: answer.payload))
            }
            #expect(!peer.connection.isEnded)
            door.advance(by: .seconds(79))
            #expect(!peer.connection.isClosed)
            door.advance(by: .seconds(1))
            #expect(peer.connection.isClosed)
            #expect(door.kinds.cancelled == 1)
        }
    }
}
