import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct HTTP1ExchangeTests {
    @Test func aRequestIsAnswered() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("POST /now?a=1 HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\n\r\nhello")
            let answers = peer.answers()
            #expect(answers.map(\.status) == [200])
            #expect(answers.first?.text == "hello")
            #expect(answers.first?["content-length"] == ["5"])
            #expect(answers.first?["connection"] == [])
            #expect(answers.first?["server"] == ["test"])
            #expect(!peer.isEnded)
        }
    }

    @Test(arguments: ["/now", "/later"])
    func theConnectionIsKept(_ path: String) throws {
        try withDoor { door in
            let peer = try door.connect()
            for number in 0..<5 {
                peer.send("POST \(path) HTTP/1.1\r\nhost: test\r\ncontent-length: 1\r\n\r\n\(number)")
                #expect(peer.answers().map(\.text) == ["\(number)"])
            }
        }
    }

    @Test func bytesMayComeOneByOne() throws {
        try withDoor { door in
            let peer = try door.connect()
            let head = "POST /now HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n"
            let request = head + "5\r\nhello\r\n0\r\n\r\n"
            for byte in request.utf8 { peer.send([byte]) }
            #expect(peer.answers().map(\.text) == ["hello"])
        }
    }

    @Test func chunksAreReadWithExtensionsAndTrailers() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(
                "POST /now HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n"
                    + "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nx-sum: 1\r\n\r\n")
            peer.get("/empty")
            #expect(peer.answers().map(\.status) == [200, 204])
        }
    }

    @Test func aStreamedBodyIsChunked() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/parts")
            let answers = peer.answers()
            #expect(answers.first?["transfer-encoding"] == ["chunked"])
            #expect(answers.first?["content-length"] == [])
            #expect(answers.first?.body.count == 1_000 * EveryKind.part)
            #expect(answers.first?.isWhole == true)
            peer.get("/empty")
            #expect(peer.answers().map(\.status) == [204])
        }
    }

    @Test func aBrokenBodyIsCutOff() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/broken")
            let answer = try #require(peer.answers().first)
            #expect(answer.text == "half")
            #expect(!answer.isWhole)
            #expect(peer.isClosed)
        }
    }

    @Test func aBodyForHTTP10EndsWithTheConnection() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("GET /parts HTTP/1.0\r\n\r\n")
            let answer = try #require(peer.answers().first)
            #expect(answer["transfer-encoding"] == [])
            #expect(answer["connection"] == ["close"])
            #expect(answer.body.count == 1_000 * EveryKind.part)
            #expect(peer.isEnded)
        }
    }

    @Test func aConnectionOfHTTP10IsKeptWhenAsked() throws {
        try withDoor { door in
            let peer = try door.connect()
            for _ in 0..<2 {
                peer.send("GET /large?3 HTTP/1.0\r\nconnection: keep-alive\r\n\r\n")
                let answer = try #require(peer.answers().first)
                #expect(answer["connection"] == ["keep-alive"])
                #expect(answer.text == "aaa")
            }
            peer.send("GET /empty HTTP/1.0\r\n\r\n")
            #expect(peer.answers().first?["connection"] == ["close"])
            #expect(peer.isEnded)
        }
    }

    @Test func theConnectionClosesWhenAsked() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("GET /large?3 HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
            let answer = try #require(peer.answers().first)
            #expect(answer["connection"] == ["close"])
            #expect(answer.text == "aaa")
            #expect(peer.isEnded)
        }
    }

    @Test func headAnswersHaveNoBody() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("HEAD /large?70000 HTTP/1.1\r\nhost: test\r\n\r\n")
            peer.send("HEAD /parts HTTP/1.1\r\nhost: test\r\n\r\n")
            let answers = peer.answers(isHead: true)
            #expect(answers.map(\.status) == [200, 200])
            #expect(answers.first?["content-length"] == ["70000"])
            #expect(answers.last?["content-length"] == [])
            peer.get("/large?1")
            #expect(peer.answers().map(\.text) == ["a"])
        }
    }

    /// RFC 9110, 8.6: 204 has no content-length, and the one of 304 would be that of another answer.
    @Test(arguments: ["/empty", "/unchanged"])
    func answersThatNeverHaveABodySayNothingOfIt(_ path: String) throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get(path)
            let answer = try #require(peer.answers().first)
            #expect(answer["content-length"] == [])
            #expect(answer["transfer-encoding"] == [])
            peer.get("/large?1")
            #expect(peer.answers().map(\.text) == ["a"])
        }
    }

    @Test func otherAnswersWithoutABodySaySo() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.get("/unknown")
            let answer = try #require(peer.answers().first)
            #expect(answer.status == 404)
            #expect(answer["content-length"] == ["0"])
        }
    }

    @Test func whoeverOffersAnotherProtocolIsAnsweredInThisOne() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(
                "GET /large?1 HTTP/1.1\r\nhost: test\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n"
                    + "http2-settings: AAMAAABkAAQAAP__\r\n\r\n")
            let answer = try #require(peer.answers().first)
            #expect(answer.text == "a")
            // The parser reads no further after such a request.
            #expect(answer["connection"] == ["close"])
            #expect(peer.isEnded)
        }
    }
}
