import Testing

@testable import NetworkDoor

/// `bodyGrace` and `slowestBody`.
@Suite struct SlowBodyTests {
    @Test func aSlowBodyIsRefused() throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 100000\r\n\r\n")
            try trickle(door, 12) { peer.send([0]) }
            let answers = peer.answers()
            #expect(answers.map(\.status) == [408])
            #expect(answers.first?["connection"] == ["close"])
            #expect(peer.isEnded)
            door.advance(by: .seconds(2))
        }
    }

    @Test func aSlowBodyOfHTTP2IsRefused() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            // The connection was there for long: the time of a request counts from its head.
            door.advance(by: .seconds(200))
            try peer.post(1, "/now", ends: false)
            try peer.open(3, "Now")
            door.advance(by: .seconds(9))
            #expect(try peer.answer(1).head == nil)
            try trickle(door, 4) {
                peer.data(1, [0])
                peer.data(3, [0])
            }
            #expect(try peer.answer(1).status == "408")
            #expect(try peer.answer(3).grpcStatus == 4)
            #expect(try peer.farewells().isEmpty)
        }
    }

    @Test func aBodyThatKeepsThePaceArrives() throws {
        try withNeighbour { door in
            let http1 = try door.connect()
            http1.send("POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 40960\r\n\r\n")
            let http2 = try HTTP2Client(door)
            try http2.post(1, "/now", ends: false)
            let second = [UInt8](repeating: 0, count: 1_024)
            try trickle(door, 40) {
                http1.send(second)
                http2.data(1, second)
            }
            http2.data(1, [], ends: true)
            #expect(http1.answers().first?.body.count == 40_960)
            #expect(try http2.answer(1).status == "200")
        }
    }

    @Test func streamingCallsMayBeSilent() throws {
        try withDoor { door in
            let http1 = try door.connect()
            http1.send(
                "POST /test.Kinds/Waits HTTP/1.1\r\nhost: test\r\ncontent-type: application/grpc-web\r\n"
                    + "content-length: 5\r\n\r\n\0\0")
            let http2 = try HTTP2Client(door)
            try http2.open(1, "Waits")
            for _ in 0..<10 {
                door.advance(by: .seconds(30))
                http2.send(Frame(.ping, flags: Frame.ack, payload: [UInt8](repeating: 0, count: 8)))
            }
            #expect(!http1.isEnded)
            #expect(try http2.answer(1).head == nil)
            #expect(door.kinds.running == 2)
        }
    }

    private func trickle(_ door: TestDoor, _ seconds: Int, _ send: () throws -> Void) throws {
        for _ in 0..<seconds {
            try send()
            door.advance(by: .seconds(1))
        }
    }
}
