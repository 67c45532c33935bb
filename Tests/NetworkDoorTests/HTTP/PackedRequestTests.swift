import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct PackedRequestTests {
    private static let gzip = [("content-encoding", "gzip")]

    private static func packed(_ bytes: Int) throws -> ByteBuffer {
        try Gzip.compress(ByteBuffer(repeating: 0x61, count: bytes))
    }

    @Test(arguments: PlainClient.Version.allCases, ["gzip", "X-GZip", "identity, gzip"])
    func theHandlerSeesWhatWasPacked(_ version: PlainClient.Version, _ coding: String) throws {
        try withDoor { door in
            let client = try PlainClient(door, version)
            for bytes in [0, 1, 5_000, 300_000] {
                let answer = try client.exchange(
                    "POST", "/now", [("content-encoding", coding)], try Self.packed(bytes))
                #expect(answer?.status == 200)
                #expect(answer?.body == ByteBuffer(repeating: 0x61, count: bytes))
            }
        }
    }

    @Test(arguments: PlainClient.Version.allCases, SeededRandom.seeds)
    func bodiesComeBack(_ version: PlainClient.Version, _ seed: UInt64) throws {
        var random = SeededRandom(seed)
        try withDoor { door in
            let client = try PlainClient(door, version)
            for longest in [100, 3_000, 300_000] {
                let alphabet = random.bytes(random.number(1...200))
                let count = random.number(1...longest)
                let body = ByteBuffer(
                    bytes: (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
                let fields = Self.gzip + [("accept-encoding", "gzip")]
                let answer = try #require(try client.exchange("POST", "/now", fields, try Gzip.compress(body)))
                let isPacked = answer["content-encoding"] == ["gzip"]
                #expect(answer["content-length"] == ["\(answer.body.readableBytes)"])
                #expect(try (isPacked ? answer.unpacked : answer.body) == body)
                #expect(answer.body.readableBytes <= count)
            }
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func whatIsNotPackedIsLeftAlone(_ version: PlainClient.Version) throws {
        try withDoor { door in
            let client = try PlainClient(door, version)
            let body = try Self.packed(10)
            #expect(try client.exchange("POST", "/now", [("content-encoding", "identity")], body)?.body == body)
            #expect(try client.exchange("POST", "/now", [], body)?.body == body)
            #expect(try client.exchange("GET", "/text?3", Self.gzip)?.body == ByteBuffer(string: "aaa"))
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func otherCodingsAreRefusedWithTheOneThatIsTaken(_ version: PlainClient.Version) throws {
        for fields in [[("content-encoding", "br")], [("content-encoding", "gzip, gzip")], Self.gzip + Self.gzip] {
            try withDoor { door in
                let answer = try #require(
                    try PlainClient(door, version).exchange("POST", "/now", fields, ByteBuffer(string: "x")))
                #expect(answer.status == 415)
                #expect(answer["accept-encoding"] == ["gzip"])
                #expect(String(buffer: answer.body).contains("gzip"))
            }
        }
    }

    @Test func otherCodingsAreRefusedBeforeTheirBodyComes() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(
                "POST /now HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\nexpect: 100-continue\r\n"
                    + "content-encoding: zstd\r\n\r\n")
            #expect(peer.answers().map(\.status) == [415])
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func damagedBodiesAreRefused(_ version: PlainClient.Version) throws {
        try withNeighbour { door in
            let whole = Array(try Self.packed(100_000).readableBytesView)
            var flipped = whole
            flipped[flipped.count / 2] ^= 0xFF
            let client = try PlainClient(door, version)
            for damaged in [
                Array(whole.dropLast()), Array(whole.prefix(5)), flipped, whole + [1], [0x1F], [1, 2, 3, 4],
            ] {
                let answer = try client.exchange("POST", "/now", Self.gzip, ByteBuffer(bytes: damaged))
                #expect(answer?.status == 400)
                #expect(answer.map { String(buffer: $0.body).contains("gzip") } == true)
            }
            #expect(try client.exchange("GET", "/text?1")?.status == 200)
        }
    }

    @Test(arguments: PlainClient.Version.allCases, SeededRandom.seeds)
    func spoiledBodiesDoNoHarm(_ version: PlainClient.Version, _ seed: UInt64) throws {
        var random = SeededRandom(seed)
        try withNeighbour({ $0.maxRequestBytes = 500_000 }) { door in
            let client = try PlainClient(door, version)
            for _ in 0..<10 {
                var bytes = Array(try Self.packed(random.number(0...600_000)).readableBytesView)
                for _ in 0..<random.number(0...3) {
                    bytes[random.number(0...bytes.count - 1)] ^= 1 << random.number(0...7)
                }
                bytes.removeLast(random.number(0...1) * random.number(0...bytes.count))
                let answer = try client.exchange("POST", "/now", Self.gzip, ByteBuffer(bytes: bytes))
                #expect([200, 400, 413].contains(answer?.status))
                #expect(answer?.body.readableBytes ?? 0 <= 500_000)
            }
        }
    }

    // MARK: Limits

    @Test(arguments: PlainClient.Version.allCases, [(1_000_000, 200), (1_000_001, 413)])
    func theUnpackedSizeCounts(_ version: PlainClient.Version, _ size: (bytes: Int, status: Int)) throws {
        try withNeighbour({ $0.maxRequestBytes = 1_000_000 }) { door in
            let client = try PlainClient(door, version)
            #expect(try client.exchange("POST", "/now", Self.gzip, try Self.packed(size.bytes))?.status == size.status)
        }
    }

    /// It lies about its size, so that it is believed at first.
    @Test(arguments: PlainClient.Version.allCases)
    func bombsAreStopped(_ version: PlainClient.Version) throws {
        try withNeighbour({ $0.maxRequestBytes = 1_000_000 }) { door in
            let client = try PlainClient(door, version)
            var bomb = try Self.packed(1 << 24)
            #expect(try client.exchange("POST", "/now", Self.gzip, bomb)?.status == 413)
            bomb.setInteger(UInt32(10), at: bomb.writerIndex - 4, endianness: .little)
            #expect(try client.exchange("POST", "/now", Self.gzip, bomb)?.status == 413)
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func membersInARowAreOneBody(_ version: PlainClient.Version) throws {
        try withNeighbour { door in
            var body = try Self.packed(400_000)
            body.writeImmutableBuffer(try Self.packed(5))
            let answer = try PlainClient(door, version).exchange("POST", "/now", Self.gzip, body)
            #expect(answer?.body.readableBytes == 400_005)
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func theUnpackedBytesAreHeld(_ version: PlainClient.Version) throws {
        try withNeighbour { door in
            let client = try PlainClient(door, version)
            try client.send("POST", "/held", Self.gzip, try Self.packed(900_000))
            #expect(door.kinds.held == 1)
            #expect(door.context.budget.heldBytes == 900_000)
            door.kinds.answerHeld()
            #expect(try client.answer()?.status == 200)
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func whatHasNoRoomUnpackedIsRefused(_ version: PlainClient.Version) throws {
        try withNeighbour({ $0.maxHeldBytes = 500_000 }) { door in
            let client = try PlainClient(door, version)
            #expect(try client.exchange("POST", "/text?1", Self.gzip, try Self.packed(900_000))?.status == 503)
            #expect(try client.exchange("POST", "/text?1", Self.gzip, try Self.packed(100_000))?.status == 200)
        }
    }

    @Test(arguments: PlainClient.Version.allCases)
    func aSecondTryHoldsNoMoreThanItsOwnRoom(_ version: PlainClient.Version) throws {
        try withNeighbour({ ($0.maxRequestBytes, $0.maxHeldBytes) = (1_000_000, 1_100_000) }) { door in
            var body = try Self.packed(5)
            body.writeImmutableBuffer(try Self.packed(900_000))
            #expect(try PlainClient(door, version).exchange("POST", "/text?1", Self.gzip, body)?.status == 200)
        }
    }

    // MARK: Who does the work

    @Test(arguments: [(100_000, true), (300_000, false)])
    func muchIsUnpackedByAJob(_ bytes: Int, _ isAtOnce: Bool) throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.socket.arrive(PlainClient.request("POST", "/now", Self.gzip, try Self.packed(bytes)))
            #expect((peer.socket.sent.readableBytes > 0) == isAtOnce)
            #expect(peer.answers().first?.body.count == bytes)
        }
    }

    @Test func whoeverLeavesMeanwhileIsForgotten() throws {
        try withNeighbour { door in
            let peer = try door.connect()
            peer.socket.arrive(PlainClient.request("POST", "/held", Self.gzip, try Self.packed(300_000)))
            peer.vanish()
            #expect(door.kinds.held == 0)
        }
    }

    @Test func whoeverClosesItsHalfMeanwhileIsNotLetWait() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.socket.arrive(PlainClient.request("POST", "/held", Self.gzip, try Self.packed(300_000)))
            peer.socket.inputEnds()
            door.settle()
            #expect(door.kinds.cancelled == 1)
            door.kinds.answerHeld()
            #expect(peer.answers().map(\.text) == ["held"])
        }
    }
}
