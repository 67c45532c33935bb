import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct GzipTests {
    /// What `gzip -n` makes of "hello".
    private static let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x86,
        0xA6,
        0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
    ]

    @Test(arguments: SeededRandom.seeds)
    func messagesComeBack(seed: UInt64) throws {
        var random = SeededRandom(seed)
        for longest in [0, 1, 100, 70_000] {
            let alphabet = random.bytes(random.number(1...256))
            let bytes = (0..<random.number(0...longest)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let message = ByteBuffer(bytes: bytes)
            let compressed = try Gzip.compress(message)
            #expect(compressed.getInteger(at: compressed.readerIndex, as: UInt16.self) == 0x1F8B)
            #expect(try Gzip.decompress(compressed, limit: bytes.count) == message)
        }
    }

    @Test func compressesWhatCanBe() throws {
        #expect(try Gzip.compress(ByteBuffer(repeating: 7, count: 100_000)).readableBytes < 1000)
    }

    @Test func readsOnlyTheReadableBytes() throws {
        var padded = ByteBuffer(bytes: [1, 2, 3] + Self.hello + [4])
        padded.moveReaderIndex(forwardBy: 3)
        padded.moveWriterIndex(to: padded.writerIndex - 1)
        #expect(try Gzip.decompress(padded, limit: 100) == ByteBuffer(string: "hello"))
    }

    @Test func readsMembersInARow() throws {
        let empty = Array(try Gzip.compress(ByteBuffer()).readableBytesView)
        let members = ByteBuffer(bytes: Self.hello + empty + Self.hello)
        #expect(try Gzip.decompress(members, limit: 10) == ByteBuffer(string: "hellohello"))
        #expect(throws: Gzip.Fault.tooLarge(9)) { try Gzip.decompress(members, limit: 9) }
    }

    @Test func refusesEveryTruncation() {
        for length in 0..<Self.hello.count {
            let cut = ByteBuffer(bytes: Self.hello.prefix(length))
            #expect(throws: Gzip.Fault.corrupt, "\(length) bytes") { try Gzip.decompress(cut, limit: 100) }
            let second = ByteBuffer(bytes: Self.hello + Self.hello.prefix(length))
            if length > 0 {
                #expect(throws: Gzip.Fault.corrupt, "\(length) bytes") { try Gzip.decompress(second, limit: 100) }
            }
        }
    }

    @Test func refusesDamageToDataAndTrailer() {
        // The header is ten bytes, and the bit flipped in byte 16 would be padding.
        for place in Self.hello.indices.dropFirst(10) where place != 16 {
            var damaged = Self.hello
            damaged[place] ^= 0x10
            #expect(throws: Gzip.Fault.corrupt, "byte \(place)") {
                try Gzip.decompress(ByteBuffer(bytes: damaged), limit: 100)
            }
        }
    }

    @Test(arguments: [[0], [0, 0, 0, 0], [0x1F], Array("rubbish".utf8)])
    func refusesRubbishBehind(_ rubbish: [UInt8]) {
        #expect(throws: Gzip.Fault.corrupt) {
            try Gzip.decompress(ByteBuffer(bytes: Self.hello + rubbish), limit: 100)
        }
    }

    @Test func refusesOtherFormats() {
        let zlib: [UInt8] = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]
        #expect(throws: Gzip.Fault.corrupt) { try Gzip.decompress(ByteBuffer(bytes: zlib), limit: 100) }
        #expect(throws: Gzip.Fault.corrupt) { try Gzip.decompress(ByteBuffer(string: "plain text"), limit: 100) }
    }

    @Test func stopsABomb() throws {
        let bomb = try Gzip.compress(ByteBuffer(repeating: 0, count: 1 << 24))
        #expect(throws: Gzip.Fault.tooLarge(1 << 20)) { try Gzip.decompress(bomb, limit: 1 << 20) }
        #expect(throws: Gzip.Fault.tooLarge(0)) { try Gzip.decompress(bomb, limit: 0) }
        #expect(throws: Gzip.Fault.tooLarge((1 << 24) - 1)) { try Gzip.decompress(bomb, limit: (1 << 24) - 1) }
    }

    @Test func makesRoomForNoMoreThanTheLimit() throws {
        let message = ByteBuffer(repeating: 0, count: 1 << 20)
        let output = try Gzip.decompress(try Gzip.compress(message), limit: 1 << 20)
        #expect(output == message)
        #expect(output.storageCapacity == 1 << 20)
    }
}
