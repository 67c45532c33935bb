import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct HTTP1PipeliningTests {
    @Test func answersComeInTheOrderOfTheirRequests() throws {
        try withDoor { door in
            let peer = try door.connect()
            let paths = ["/held", "/large?1", "/later", "/large?2"]
            peer.send(paths.map { "GET \($0) HTTP/1.1\r\nhost: test\r\n\r\n" }.joined())
            #expect(peer.answers().isEmpty)
            door.kinds.answerHeld()
            #expect(peer.answers().map(\.text) == ["held", "a", "", "aa"])
        }
    }

    @Test func manyAnswersLeaveTogether() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(String(repeating: "GET /large?10 HTTP/1.1\r\nhost: test\r\n\r\n", count: 1_000))
            #expect(peer.answers().count == 1_000)
        }
    }

    @Test func nothingMoreIsReadWhileTooMuchWaits() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/held")
            let request = "POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 10000\r\n\r\n"
            let body = String(repeating: "b", count: 10_000)
            for _ in 0..<100 { peer.send(request + body) }
            #expect(peer.socket.unreadBytes > 700_000)
            door.kinds.answerHeld()
            #expect(peer.answers().count == 101)
            #expect(peer.socket.unreadBytes == 0)
        }
    }

    @Test func requestsBeforeABrokenOneAreAnswered() throws {
        try withDoor { door in
            let peer = try door.connect()
            let good = (1...2).map { "GET /large?\($0) HTTP/1.1\r\nhost: test\r\n\r\n" }.joined()
            peer.send(good + "rubbish\r\n\r\n")
            #expect(peer.answers().map(\.status) == [200, 200, 400])
            #expect(peer.isEnded)
        }
    }

    @Test func aBrokenRequestIsAnsweredAfterAllThatCameBeforeIt() throws {
        try withDoor { door in
            let peer = try door.connect()
            let good = ["/held", "/later", "/large?2"].map { "GET \($0) HTTP/1.1\r\nhost: test\r\n\r\n" }.joined()
            peer.send(good + "rubbish\r\n\r\n")
            peer.send("more of it\r\n")
            #expect(peer.answers().isEmpty)
            door.kinds.answerHeld()
            let answers = peer.answers()
            #expect(answers.map(\.status) == [200, 200, 200, 400])
            #expect(answers.map { $0["connection"] } == [[], [], [], ["close"]])
            #expect(peer.isEnded)
        }
    }

    @Test func aPeerThatHasSaidAllHearsOfItsBrokenRequestToo() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("GET /held HTTP/1.1\r\nhost: test\r\n\r\nrubbish\r\n\r\n")
            peer.endInput()
            door.kinds.answerHeld()
            #expect(peer.answers().map(\.status) == [200, 400])
        }
    }

    @Test func aBodyThatBreaksOffBehindABusyRequestIsRefusedInItsTurn() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("GET /held HTTP/1.1\r\nhost: test\r\n\r\n")
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n")
            door.kinds.answerHeld()
            #expect(peer.answers().map(\.status) == [200, 400])
            #expect(peer.isEnded)
        }
    }

    /// The peer asks for much and reads nothing: what waits for it must stay small.
    @Test func requestsWaitWhileThePeerDoesNotReadItsAnswers() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.hasRoom(for: 0)
            for _ in 0..<10 {
                peer.send(String(repeating: "GET /large?60000 HTTP/1.1\r\nhost: test\r\n\r\n", count: 100))
            }
            #expect(peer.socket.unsentBytes < 1_000_000)
            #expect(peer.socket.unreadBytes > 20_000)
            peer.hasRoom(for: .max)
            #expect(peer.answers().count == 1_000)
        }
    }

    /// What a call has not read of its request must not stop the next one.
    @Test func aCallThatReadsNothingLeavesTheConnectionGood() throws {
        try withDoor { door in
            let peer = try door.connect()
            door.kinds.gate.open()
            let message = HTTP2Client.message(Array(repeating: 0x61, count: 100_000))
            let head =
                "POST /test.Kinds/Parts HTTP/1.1\r\nhost: test\r\ncontent-type: application/grpc-web\r\n"
                + "content-length: \(message.count)\r\n\r\n"
            peer.send(Array(head.utf8) + message)
            #expect(peer.answers().first?.isWhole == true)
            peer.get("/large?1")
            #expect(peer.answers().map(\.text) == ["a"])
        }
    }
}
