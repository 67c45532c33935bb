import NIOHPACK
import Testing

@testable import NetworkDoor

@Suite struct HTTP2ExchangeTests {
    @Test(arguments: ["Now", "Later", "Echo"])
    func aCallIsAnswered(_ method: String) throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, method)
            let answer = try peer.answer(1)
            #expect(answer.status == "200")
            #expect(answer.messages == [Array("hello".utf8)])
            #expect(answer.grpcStatus == 0)
            #expect(answer.isEnded)
        }
    }

    @Test func aRequestIsAnswered() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.get(1, "/large?3")
            try peer.post(3, "/now", Array("abc".utf8))
            #expect(try peer.answer(1).body == Array("aaa".utf8))
            #expect(try peer.answer(1).head?.first(name: "content-length") == "3")
            #expect(try peer.answer(3).body == Array("abc".utf8))
            #expect(try peer.answer(3).isEnded)
        }
    }

    @Test func theDoorSaysWhatItTakes() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            let settings = try #require(try peer.frames(.settings).first).payload
            let values = stride(from: 0, to: settings.count, by: 6).map { Array(settings[$0..<$0 + 6]) }
            #expect(values.contains([0, 3] + Frame.number(1_000)))
            #expect(values.contains([0, 4] + Frame.number(256 * 1_024)))
            #expect(values.contains([0, 6] + Frame.number(16 * 1_024)))
            #expect(try peer.frames(.windowUpdate) == [.windowUpdate(0, 1_024 * 1_024 - 65_535)])
        }
    }

    @Test func bytesMayComeOneByOne() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            let frames = [
                try peer.headers(1, HTTP2Client.callFields("Now"), ends: false),
                Frame(.data, flags: Frame.endStream, stream: 1, payload: HTTP2Client.message([1])),
            ]
            for byte in frames.flatMap(\.bytes) { peer.connection.send([byte]) }
            #expect(try peer.answer(1).messages == [[1]])
        }
    }

    @Test func manyCallsRunAtOnce() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            for call in 0..<200 { try peer.call(call * 2 + 1, "Held") }
            #expect(door.kinds.held == 200)
            try peer.call(401, "Now")
            #expect(try peer.answer(401).isEnded)
            door.kinds.answerHeld()
            for call in 0..<200 { #expect(try peer.answer(call * 2 + 1).grpcStatus == 0) }
        }
    }

    /// The peer has said all; the door still answers (half-close).
    @Test func aStreamIsAnsweredAfterItsRequestHasEnded() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Echo")
            peer.data(1, HTTP2Client.message([1]))
            peer.data(1, HTTP2Client.message([2]), ends: true)
            #expect(try peer.answer(1).messages == [[1], [2]])
            #expect(try peer.answer(1).grpcStatus == 0)
        }
    }

    @Test func bothSidesOfAStreamGoOnTogether() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Echo")
            for number in 0..<5 {
                peer.data(1, HTTP2Client.message([UInt8(number)]))
                #expect(try peer.answer(1).messages.count == number + 1)
            }
            #expect(try !peer.answer(1).isEnded)
            peer.data(1, [], ends: true)
            #expect(try peer.answer(1).grpcStatus == 0)
        }
    }

    @Test func aResetCancelsTheCall() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            try peer.open(3, "Echo")
            try peer.get(5, "/held")
            #expect(door.kinds.running == 1)
            peer.send(.reset(1, 8), .reset(3, 8), .reset(5, 8))
            #expect(door.kinds.cancelled == 3)
            #expect(door.kinds.running == 0)
            try peer.call(7, "Now")
            #expect(try peer.answer(7).isEnded)
        }
    }

    @Test func whoeverLeavesCancelsTheCalls() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            try peer.open(3, "Echo")
            peer.connection.endInput()
            #expect(peer.connection.isClosed)
            #expect(door.kinds.cancelled == 2)
        }
    }

    @Test func anAnswerBeforeTheEndOfItsRequestStopsIt() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Unknown")
            let answer = try peer.answer(1)
            #expect(answer.grpcStatus == 12)
            // Some clients drop an answer that they have not read when the reset comes.
            #expect(answer.resetCode == nil)
            door.advance(by: .seconds(1))
            #expect(try peer.answer(1).resetCode == 0)
            // What was under way is let pass.
            peer.data(1, HTTP2Client.message([1, 2, 3]))
            try peer.call(3, "Now")
            #expect(try peer.answer(3).isEnded)
        }
    }

    @Test func fieldsThatFollowABodyAreTaken() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.post(1, "/now", Array("abc".utf8), ends: false)
            peer.send(try peer.headers(1, ["x-sum": "1"], ends: true))
            #expect(try peer.answer(1).body == Array("abc".utf8))
        }
    }

    @Test func aBrokenBodyIsCutOff() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.get(1, "/broken")
            #expect(try peer.answer(1).body == Array("half".utf8))
            #expect(try peer.answer(1).resetCode == 2)
        }
    }

    @Test func pingsAreAnswered() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            peer.send(Frame(.ping, payload: Array(1...8)))
            #expect(try peer.frames(.ping) == [Frame(.ping, flags: Frame.ack, payload: Array(1...8))])
        }
    }
}
