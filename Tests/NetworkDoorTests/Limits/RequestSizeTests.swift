import NIOHPACK
import Testing

@testable import NetworkDoor

@Suite struct RequestSizeTests {
    private static func small(_ limits: inout DoorLimits) {
        limits.maxRequestBytes = 1_000
    }

    // MARK: maxRequestBytes

    @Test func aLengthThatIsTooLargeIsRefused() throws {
        try withNeighbour(Self.small) { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 1001\r\n\r\n")
            #expect(peer.answers().map(\.status) == [413])
            peer.send([UInt8](repeating: 0, count: 1_001))
            door.advance(by: .seconds(2))
            #expect(peer.isClosed)
        }
    }

    @Test(arguments: [(1_000, 200), (1_001, 413)])
    func chunksAreCounted(_ bytes: Int, _ status: Int) throws {
        try withNeighbour(Self.small) { door in
            let peer = try door.connect()
            let text = String(repeating: "a", count: bytes)
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n")
            for character in text { peer.send("1\r\n\(character)\r\n") }
            if status == 200 { peer.send("0\r\n\r\n") }
            #expect(peer.answers().map(\.status) == [status])
            #expect(peer.isEnded == (status == 413))
        }
    }

    @Test(arguments: [(1_000, "200"), (1_001, "413")])
    func bodiesOfHTTP2AreCounted(_ bytes: Int, _ status: String) throws {
        try withNeighbour(Self.small) { door in
            let peer = try HTTP2Client(door)
            try peer.post(1, "/now", ends: false)
            peer.data(1, [UInt8](repeating: 0, count: bytes), ends: status == "200")
            #expect(try peer.answer(1).status == status)
            #expect(try peer.answer(1).isEnded)
            #expect(try peer.answer(1).resetCode == nil)
            door.advance(by: .seconds(1))
            #expect(try peer.answer(1).resetCode == (status == "200" ? nil : 0))
        }
    }

    /// The prefix of a message says how large it is: nothing of it need be waited for.
    @Test(arguments: ["Now", "Echo"])
    func aMessageThatIsTooLargeIsRefusedByItsPrefix(_ method: String) throws {
        try withNeighbour(Self.small) { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, method)
            peer.data(1, [0] + Frame.number(1_001))
            peer.data(1, [0])
            #expect(try peer.answer(1).grpcStatus == 8)
            #expect(try peer.answer(1).isEnded)
        }
    }

    @Test func aMessageOfGRPCWebThatIsTooLargeIsRefused() throws {
        try withNeighbour(Self.small) { door in
            let peer = try door.connect()
            peer.send(
                "POST /test.Kinds/Now HTTP/1.1\r\nhost: test\r\ncontent-type: application/grpc-web\r\n"
                    + "content-length: 2000\r\n\r\n")
            peer.send([0] + Frame.number(1_995))
            peer.send([0])
            let answer = try #require(peer.answers().first)
            #expect(answer["grpc-status"] == ["8"])
            #expect(peer.isEnded)
        }
    }

    @Test func aMessageOfTheLargestSizeIsTaken() throws {
        try withNeighbour(Self.small) { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Now", String(repeating: "a", count: 1_000))
            #expect(try peer.answer(1).messages.first?.count == 1_000)
        }
    }

    // MARK: maxAnswerBytes

    @Test(arguments: [(1_000, 0), (1_001, 8)])
    func anAnswerThatIsTooLargeIsNotSent(_ bytes: Int, _ status: Int) throws {
        try withNeighbour({ $0.maxAnswerBytes = 1_000 }) { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Large", "\(bytes)")
            #expect(try peer.answer(1).grpcStatus == status)
            #expect(try peer.answer(1).messages.first?.count == (status == 0 ? bytes : nil))
        }
    }

    @Test func aStreamedAnswerThatIsTooLargeIsNotSent() throws {
        try withNeighbour({ $0.maxAnswerBytes = 1_000 }) { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Echo")
            peer.data(1, HTTP2Client.message([UInt8](repeating: 0, count: 1_001)))
            #expect(try peer.answer(1).grpcStatus == 8)
            #expect(door.kinds.running == 0)
        }
    }

    // MARK: maxHeaderBytes, maxHeaderCount

    @Test(arguments: [
        "GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1\r\nhost: test\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: test\r\nx: " + String(repeating: "a", count: 20_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: test\r\n"
            + String(repeating: "x: " + String(repeating: "a", count: 990) + "\r\n", count: 20) + "\r\n",
        "GET / HTTP/1.1\r\nhost: test\r\n" + String(repeating: "x: 1\r\n", count: 128) + "\r\n",
        "GET / HTTP/1.1\r\nhost: test\r\n" + String(repeating: "a", count: 20_000),
    ])
    func aHeadThatIsTooLargeIsRefused(_ head: String) throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.send(head)
            #expect(peer.answers().map(\.status) == [431])
            #expect(peer.isEnded)
        }
    }

    @Test func trailersAreCountedToo() throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.send("POST /now HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n0\r\n")
            for _ in 0..<200 { peer.send("x: 1\r\n") }
            #expect(peer.answers().map(\.status) == [431])
            #expect(peer.isEnded)
        }
    }

    @Test func aHeadOfHTTP2ThatIsTooLargeEndsTheConnection() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            var fields = HTTP2Client.fields("GET", "/now")
            fields.add(name: "x", value: String(repeating: "a", count: 16_200))
            let frame = try peer.headers(1, fields, ends: true)
            peer.send(frame)
            #expect(try peer.farewells().count == 1)
            #expect(peer.connection.isClosed)
        }
    }

    /// A few bytes that stand for many.
    @Test func aHeadThatUnpacksToTooMuchEndsTheConnection() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            var fields = HTTP2Client.fields("GET", "/now")
            fields.add(name: "x", value: String(repeating: "a", count: 3_900))
            peer.send(try peer.headers(1, fields, ends: true))
            #expect(try peer.answer(1).isEnded)
            // 0xBE is the newest field of the table.
            peer.send(Frame(.headers, flags: 5, stream: 3, payload: [UInt8](repeating: 0xBE, count: 10_000)))
            #expect(try peer.farewells().count == 1)
            #expect(peer.connection.isClosed)
        }
    }

    @Test func tooManyFieldsAreRefused() throws {
        try withNeighbour { door in
            let peer = try HTTP2Client(door)
            for (stream, fields) in [(1, HTTP2Client.fields("GET", "/now")), (3, HTTP2Client.callFields("Now"))] {
                var fields = fields
                for _ in 0..<128 { fields.add(name: "x", value: "1") }
                peer.send(try peer.headers(stream, fields, ends: true))
            }
            #expect(try peer.answer(1).status == "431")
            #expect(try peer.answer(3).grpcStatus == 8)
            #expect(try peer.farewells().isEmpty)
        }
    }
}
