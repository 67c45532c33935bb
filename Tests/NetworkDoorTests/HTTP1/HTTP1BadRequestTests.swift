import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct HTTP1BadRequestTests {
    @Test(arguments: [
        "rubbish\r\n\r\n", "GET / HTTP/3.0\r\n\r\n", "GET /now HTTP/1.1\r\n\r\n",
        "GET /now HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", "GET /now HTTP/1.1\r\nho st: a\r\n\r\n",
        "POST /now HTTP/1.1\r\nhost: a\r\ncontent-length: 5, 6\r\n\r\nhello",
        "POST /now HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\nhello",
        "POST /now HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /now HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
        "POST /now HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip, identity\r\n\r\nabc",
        "GET /now HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n",
    ])
    func areAnsweredOnceAndEndTheConnection(_ request: String) throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(request)
            peer.get("/now")
            let answers = peer.answers()
            #expect(answers.map(\.status) == [400])
            #expect(answers.first?["connection"] == ["close"])
            #expect(answers.first?.isWhole == true)
            #expect(peer.isEnded)
        }
    }

    /// It was answered already: a second answer would be taken for that of another request.
    @Test func aBrokenBodyAfterTheAnswerIsNotAnsweredAgain() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\nexpect: miracles\r\n\r\n")
            #expect(peer.answers().map(\.status) == [417])
            peer.send("xyz\r\n")
            #expect(peer.answers().isEmpty)
            door.advance(by: .seconds(2))
            #expect(peer.isClosed)
        }
    }

    @Test func refusalsOfHeadRequestsHaveNoBody() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("HEAD /now HTTP/1.1\r\n\r\n")
            let text = String(buffer: peer.take())
            #expect(text.hasPrefix("HTTP/1.1 400"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func fieldsCannotForgeOthers() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /test.Kinds/Now HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n")
            let answer = try #require(peer.answers().first)
            #expect(answer.status == 415)
            #expect(answer["grpc-status"] == ["3"])
        }
    }
}
