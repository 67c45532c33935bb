import Testing

@testable import NetworkDoor

/// `writeStallTime`.
@Suite struct WriteStallTests {
    @Test func aPeerThatOpensNoWindowIsClosed() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door, settings: [(4, 0)])
            for call in 0..<5 { try peer.get(call * 2 + 1, "/large?100000") }
            #expect(door.context.budget.heldBytes == 500_000)
            door.advance(by: .seconds(29))
            #expect(!peer.connection.isClosed)
            door.advance(by: .seconds(2))
            #expect(peer.connection.isClosed)
        }
    }

    @Test(arguments: ["/large?100000", "/large?60000", "/parts"])
    func aPeerThatReadsNothingIsClosed(_ path: String) throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.hasRoom(for: 0)
            for _ in 0..<5 { peer.get(path) }
            door.advance(by: .seconds(29))
            #expect(!peer.isClosed)
            door.advance(by: .seconds(3))
            #expect(peer.isClosed)
        }
    }

    @Test func aPeerThatReadsSlowlyIsServed() throws {
        try withDoor { door in
            let http1 = try door.connect()
            http1.hasRoom(for: 0)
            http1.get("/large?1000000")
            let http2 = try HTTP2Client(door, settings: [(4, 0)])
            try http2.get(1, "/large?1000000")
            for _ in 0..<11 {
                door.advance(by: .seconds(25))
                http1.hasRoom(for: 100_000)
                http2.send(.windowUpdate(1, 100_000), .windowUpdate(0, 100_000))
            }
            #expect(http1.answers().first?.body.count == 1_000_000)
            #expect(try http2.answer(1).isEnded)
            #expect(!http1.isClosed)
        }
    }

    @Test func aPeerThatDoesNotTakeItsLastAnswerIsClosed() throws {
        try withNeighbour { door in
            let http1 = try door.connect()
            http1.hasRoom(for: 0)
            http1.send("GET /large?10 HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
            let http2 = try HTTP2Client(door)
            try http2.call(1, "Held")
            http2.connection.hasRoom(for: 0)
            http2.send(Frame(.goAway, payload: Frame.number(0) + Frame.number(0)))
            door.kinds.answerHeld()
            door.advance(by: .seconds(32))
            #expect(http1.isClosed)
            #expect(http2.connection.isClosed)
        }
    }
}
