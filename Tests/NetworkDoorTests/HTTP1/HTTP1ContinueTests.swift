import Testing

@testable import NetworkDoor

@Suite struct HTTP1ContinueTests {
    @Test func whoeverWaitsIsToldToGoOn() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n")
            #expect(peer.answers() == [HTTP1Answer(status: 100)])
            peer.send("hello")
            #expect(peer.answers().map(\.text) == ["hello"])
            #expect(!peer.isEnded)
        }
    }

    @Test func callsOfGRPCWebAreToldToo() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(
                "POST /test.Kinds/Now HTTP/1.1\r\nhost: test\r\ncontent-type: application/grpc-web\r\n"
                    + "content-length: 5\r\nexpect: 100-continue\r\n\r\n")
            #expect(peer.answers() == [HTTP1Answer(status: 100)])
            peer.send(HTTP2Client.message([]))
            #expect(peer.answers().map(\.status) == [200])
        }
    }

    @Test func whatIsTooLargeIsRefusedBeforeItComes() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 9000000\r\nexpect: 100-continue\r\n\r\n")
            let answers = peer.answers()
            #expect(answers.map(\.status) == [413])
            #expect(answers.first?["connection"] == ["close"])
            #expect(peer.isEnded)
        }
    }

    @Test func otherExpectationsFail() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\nexpect: miracles\r\n\r\nhello")
            #expect(peer.answers().map(\.status) == [417])
            #expect(peer.isEnded)
        }
    }

    @Test func clientsOfHTTP10AreNotTold() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.0\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n")
            #expect(peer.answers().isEmpty)
            peer.send("hello")
            #expect(peer.answers().map(\.text) == ["hello"])
        }
    }
}

extension HTTP1Answer {
    init(status: Int) {
        self.status = status
        fields = []
    }
}
