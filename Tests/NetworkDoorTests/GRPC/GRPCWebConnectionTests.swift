import NIOCore
import Testing

@testable import NetworkDoor

/// What becomes of an HTTP/1.1 connection that carries gRPC-Web.
@Suite struct GRPCWebConnectionTests {
    private static func head(_ method: String, length: Int) -> String {
        "POST /test.Kinds/\(method) HTTP/1.1\r\nhost: test\r\ncontent-type: application/grpc-web\r\n"
            + "content-length: \(length)\r\n\r\n"
    }

    @Test func aCallerThatOnlyListensIsNotLetWait() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(Self.head("Held", length: 5) + "\0\0\0\0\0")
            peer.endInput()
            #expect(door.kinds.cancelled == 1)
            door.kinds.answerHeld()
            #expect(peer.answers().map(\.status) == [200])
            #expect(peer.isClosed)
        }
    }

    @Test func aStreamOfACallerThatOnlyListensEnds() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(Self.head("Waits", length: 0))
            #expect(door.kinds.running == 1)
            peer.endInput()
            #expect(door.kinds.running == 0)
            #expect(peer.answers().map { $0["grpc-status"] } == [["1"]])
            #expect(peer.isClosed)
        }
    }

    @Test func anAnswerThatBeginsBeforeItsRequestEndsKeepsTheConnection() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(Self.head("Echo", length: 12) + "\0\0\0\0\u{1}a")
            let first = peer.take()
            #expect(first.readableBytes > 0)
            peer.send("\0\0\0\0\u{1}b")
            var whole = first
            whole.writeImmutableBuffer(peer.take())
            let answer = try #require(HTTP1Answer(from: &whole))
            #expect(answer.isWhole)
            #expect(answer["connection"] == [])
            peer.get("/now")
            #expect(peer.answers().map(\.status) == [200])
        }
    }
}
