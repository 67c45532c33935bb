import NIOCore
import NIOEmbedded
import NIOHPACK
import Testing

@testable import NetworkDoor

@Suite struct PackedAnswerTests {
    private static let gzip = [("accept-encoding", "deflate, gzip;q=0.8")]

    private static func letters(_ count: Int) -> ByteBuffer {
        ByteBuffer(repeating: 0x61, count: count)
    }

    @Test(arguments: PlainClient.Version.allCases, ["/text", "/text/later", "/twice"])
    func longAnswersArePacked(_ version: PlainClient.Version, _ path: String) throws {
        try withNeighbour { door in
            let client = try PlainClient(door, version)
            for bytes in [1_024, 16_384, 16_385, 1_000_000] {
                let answer = try #require(try client.exchange("GET", "\(path)?\(bytes)", Self.gzip))
                #expect(answer.status == 200)
                #expect(answer["content-encoding"] == ["gzip"])
                #expect(answer["content-length"] == ["\(answer.body.readableBytes)"])
                #expect(answer["vary"] == ["accept-encoding"])
                #expect(answer.body.readableBytes < bytes / 10)
                #expect(try answer.unpacked == Self.letters(bytes))
            }
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func heldAnswersArePacked(_ version: PlainClient.Version) throws {
        try withNeighbour { door in
            let client = try PlainClient(door, version)
            for bytes in [2_000, 200_000] {
                try client.send("GET", "/held", Self.gzip)
                door.kinds.answerHeld(String(repeating: "a", count: bytes))
                let answer = try #require(try client.answer())
                #expect(answer["content-encoding"] == ["gzip"])
                #expect(try answer.unpacked == Self.letters(bytes))
            }
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func shortAnswersAreNot(_ version: PlainClient.Version) throws {
        try withDoor { door in
            let answer = try #require(try PlainClient(door, version).exchange("GET", "/text?1023", Self.gzip))
            #expect(answer["content-encoding"] == [])
            #expect(answer["vary"] == ["accept-encoding"])
            #expect(answer.body == Self.letters(1_023))
        }
    }

    @Test(arguments: PlainClient.Version.allCases, [nil, "gzip;q=0", "identity, gzip;q=0.5", "br"])
    func whoeverDoesNotPreferItGetsPlainBytes(_ version: PlainClient.Version, _ accepted: String?) throws {
        try withDoor { door in
            let fields = accepted.map { [("accept-encoding", $0)] } ?? []
            let answer = try #require(try PlainClient(door, version).exchange("GET", "/text?50000", fields))
            #expect(answer["content-encoding"] == [])
            #expect(answer["vary"] == ["accept-encoding"])
            #expect(answer.body == Self.letters(50_000))
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func severalFieldsAreOneList(_ version: PlainClient.Version) throws {
        try withDoor { door in
            let client = try PlainClient(door, version)
            let allowed = [("accept-encoding", "br"), ("accept-encoding", "gzip")]
            #expect(try client.exchange("GET", "/text?2000", allowed)?["content-encoding"] == ["gzip"])
            let forbidden = Self.gzip + [("accept-encoding", "gzip;q=0")]
            #expect(try client.exchange("GET", "/text?2000", forbidden)?["content-encoding"] == [])
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func otherTypesAndStreamsAreNotPacked(_ version: PlainClient.Version) throws {
        let door = TestDoor(DoorLimits(), EveryKind(parts: (count: 4, bytes: 10_000)))
        defer { door.finish() }
        let client = try PlainClient(door, version)
        for path in ["/large?40000", "/parts"] {
            let answer = try #require(try client.exchange("GET", path, Self.gzip))
            #expect(answer["content-encoding"] == [])
            #expect(answer["vary"] == [])
            #expect(answer.body.readableBytes == 40_000)
        }
    }

    @Test(arguments: PlainClient.Version.allCases, [1_000, 10_000, 100_000])
    func headSaysWhatGetWould(_ version: PlainClient.Version, _ bytes: Int) throws {
        try withDoor { door in
            let client = try PlainClient(door, version)
            for fields in [[], Self.gzip] {
                let get = try #require(try client.exchange("GET", "/text?\(bytes)", fields))
                let head = try #require(try client.exchange("HEAD", "/text?\(bytes)", fields))
                for name in ["content-length", "content-encoding", "content-type", "vary"] {
                    #expect(head[name] == get[name])
                }
                #expect(head["content-length"] == ["\(get.body.readableBytes)"])
                #expect(head.body.readableBytes == 0)
            }
        }
    }

    // MARK: Its work and its room

    @Test(arguments: [(16_384, true), (16_385, false)])
    func muchIsPackedByAJob(_ bytes: Int, _ isAtOnce: Bool) throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.socket.arrive(PlainClient.request("GET", "/text?\(bytes)", Self.gzip))
            #expect((peer.socket.sent.readableBytes > 0) == isAtOnce)
            #expect(peer.answers().first?["content-encoding"] == ["gzip"])
        }
    }

    @Test func answersWaitInTheirOrder() throws {
        try withNeighbour { door in
            let peer = try door.connect()
            let paths = ["/text?1000000", "/large?1", "/text/later?20000", "/text?2000", "/large?2"]
            for path in paths { peer.socket.arrive(PlainClient.request("GET", path, Self.gzip)) }
            #expect(peer.socket.sent.readableBytes == 0)
            let answers = peer.answers()
            let bodies = try answers.map { answer in
                let body = ByteBuffer(bytes: answer.body)
                let isPacked = answer["content-encoding"] == ["gzip"]
                return isPacked ? try Gzip.decompress(body, limit: 1_000_000) : body
            }
            #expect(bodies == [1_000_000, 1, 20_000, 2_000, 2].map(Self.letters))
            #expect(answers.map { $0["content-encoding"].isEmpty } == [false, true, false, false, true])
            #expect(!peer.isEnded)
        }
    }

    @Test func streamsDoNotWaitForEachOther() throws {
        try withNeighbour { door in
            let client = try HTTP2Client(door)
            var fields = HTTP2Client.fields("GET", "/text?1000000")
            fields.add(name: "accept-encoding", value: "gzip")
            let large = try client.headers(1, fields, ends: true)
            let small = try client.headers(3, HTTP2Client.fields("GET", "/text?1"), ends: true)
            client.send(large, small)
            let heads = try client.frames(.headers).map(\.stream)
            #expect(heads == [3, 1])
            #expect(try client.answer(1).isEnded)
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func whatIsBeingPackedIsHeld(_ version: PlainClient.Version) throws {
        try withNeighbour { door in
            let client = try PlainClient(door, version)
            try client.send("GET", "/held", Self.gzip)
            door.kinds.answerHeld(String(repeating: "a", count: 1_000_000))
            door.loop.run()
            #expect(door.context.budget.heldBytes == 2_000_000)
            #expect(try client.answer()?["content-encoding"] == ["gzip"])
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func whatIsPackedNeedsNoRoomBesideThat(_ version: PlainClient.Version) throws {
        try withNeighbour({ $0.maxHeldBytes = 2_000_500 }) { door in
            let answer = try #require(try PlainClient(door, version).exchange("GET", "/text?1000000", Self.gzip))
            #expect(answer["content-encoding"] == ["gzip"])
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func whatHasNoRoomToBePackedGoesAsItIs(_ version: PlainClient.Version) throws {
        try withNeighbour({ $0.maxHeldBytes = 1_500_000 }) { door in
            let answer = try #require(try PlainClient(door, version).exchange("GET", "/text?1000000", Self.gzip))
            #expect(answer["content-encoding"] == [])
            #expect(answer.body.readableBytes == 1_000_000)
        }
    }

    /// It was answered: nobody is to be told that its caller has left.
    @Test(arguments: PlainClient.Version.allCases)
    func whoeverLeavesMeanwhileIsForgotten(_ version: PlainClient.Version) throws {
        try withNeighbour { door in
            let client = try PlainClient(door, version)
            try client.send("GET", "/held", Self.gzip)
            door.kinds.answerHeld(String(repeating: "a", count: 1_000_000))
            door.loop.run()
            client.connection.vanish()
            #expect(door.kinds.cancelled == 0)
        }
    }

    @Test func aDrainLetsThePackedAnswerThrough() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.socket.arrive(PlainClient.request("GET", "/text?1000000", Self.gzip))
            door.context.connections.drain()
            let answer = try #require(peer.answers().first)
            #expect(answer["connection"] == ["close"])
            #expect(answer["content-encoding"] == ["gzip"])
            #expect(answer.isWhole)
            #expect(peer.isEnded)
        }
    }
}
