import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct BodyBytesTests {
    /// Bytes arrive as a part of all that was read at once.
    private func slice(_ count: Int, of all: Int) throws -> ByteBuffer {
        try #require(ByteBuffer(repeating: 0x61, count: all).getSlice(at: 0, length: count))
    }

    @Test func aSmallPieceDoesNotKeepALargeOneAlive() throws {
        var body = ByteBuffer()
        body.append(try slice(10, of: 65_536))
        #expect(body == ByteBuffer(repeating: 0x61, count: 10))
        #expect(body.storageCapacity < 1_000)
    }

    @Test func aLargePieceIsNotCopied() throws {
        var body = ByteBuffer()
        let piece = try slice(60_000, of: 65_536)
        body.append(piece)
        #expect(body.storageCapacity == piece.storageCapacity)
        body.append(ByteBuffer(string: "b"))
        #expect(body.readableBytes == 60_001)
    }
}
