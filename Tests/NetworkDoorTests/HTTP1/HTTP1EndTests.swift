import Testing

@testable import NetworkDoor

@Suite struct HTTP1EndTests {
    @Test func whoeverLeavesCancelsTheCall() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/held")
            peer.vanish()
            #expect(door.kinds.cancelled == 1)
        }
    }

    @Test func whoeverLeavesEndsTheStream() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.hasRoom(for: 100_000)
            peer.get("/parts")
            #expect(door.kinds.running == 1)
            peer.vanish()
            #expect(door.kinds.running == 0)
            #expect(door.kinds.cancelled == 1)
        }
    }

    @Test func aPeerThatHasClosedItsHalfGetsItsAnswer() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.hasRoom(for: 1_000)
            peer.get("/large?200000")
            peer.endInput()
            #expect(!peer.isClosed)
            peer.hasRoom(for: .max)
            #expect(peer.answers().first?.body.count == 200_000)
            #expect(peer.isClosed)
        }
    }

    @Test func aPeerThatHasClosedItsHalfIsNotLetWait() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/held")
            peer.endInput()
            #expect(door.kinds.cancelled == 1)
            door.kinds.answerHeld()
            #expect(peer.answers().map(\.text) == ["held"])
            #expect(peer.isClosed)
        }
    }

    @Test func anIdlePeerThatClosesItsHalfIsLetGo() throws {
        try withDoor { door in
            let silent = try door.connect()
            silent.endInput()
            #expect(silent.isClosed)
            let peer = try door.connect()
            peer.get("/empty")
            peer.endInput()
            #expect(peer.isClosed)
        }
    }

    @Test func aLargeLastAnswerArrivesWhole() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.hasRoom(for: 1_000)
            peer.send("GET /large?5000000 HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
            for _ in 0..<20 {
                door.advance(by: .seconds(10))
                peer.hasRoom(for: 300_000)
            }
            #expect(peer.answers().first?.body.count == 5_000_000)
            #expect(peer.isEnded)
            door.advance(by: .seconds(3))
            #expect(peer.isClosed)
        }
    }

    @Test func aDrainLetsTheAnswerThroughAndThenCloses() throws {
        try withDoor { door in
            let idle = try door.connect()
            idle.get("/empty")
            let busy = try door.connect()
            busy.get("/held")
            let silent = try door.connect()
            door.context.connections.drain()
            door.settle()
            #expect(idle.isEnded)
            #expect(silent.isClosed)
            #expect(!busy.isEnded)
            door.kinds.answerHeld()
            let answer = try #require(busy.answers().first)
            #expect(answer.text == "held")
            #expect(answer["connection"] == ["close"])
            #expect(busy.isEnded)
        }
    }

    @Test func aDrainedConnectionStillSendsWhatWaits() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.hasRoom(for: 1_000)
            peer.get("/large?200000")
            door.context.connections.drain()
            door.settle()
            peer.hasRoom(for: .max)
            #expect(peer.answers().first?.body.count == 200_000)
            #expect(peer.isEnded)
        }
    }
}
