import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct UnpackingTests {
    private static func packed(_ bytes: Int) throws -> ByteBuffer {
        try Gzip.compress(ByteBuffer(repeating: 0x61, count: bytes))
    }

    @Test(arguments: [0, 1, 1_000, 999_999])
    func theEndSaysHowMuchRoomIsNeeded(_ bytes: Int) throws {
        let unpacking = Unpacking(try Self.packed(bytes), most: 1_000_000)
        #expect(unpacking.room == bytes)
        #expect(try unpacking.run().get().readableBytes == bytes)
    }

    @Test(arguments: [0, 1, 3, 4, 10])
    func fragmentsAskForNoRoomThatTheyMayNotHave(_ bytes: Int) {
        let unpacking = Unpacking(ByteBuffer(repeating: 0xFF, count: bytes), most: 1_000)
        #expect(unpacking.room == (bytes < 4 ? 0 : 1_000))
        #expect(unpacking.run() == .failure(.corrupt))
    }

    @Test(arguments: [(256 * 1_024, true), (256 * 1_024 + 1, false)])
    func muchIsForAJob(_ bytes: Int, _ isShort: Bool) throws {
        #expect(Unpacking(try Self.packed(bytes), most: 1_000_000).isShort == isShort)
    }

    @Test func longBodiesAreForAJob() {
        var body = ByteBuffer(repeating: 0, count: 64 * 1_024)
        #expect(Unpacking(body, most: 1_000_000).isShort)
        body.writeInteger(UInt8(0))
        #expect(!Unpacking(body, most: 1_000_000).isShort)
    }

    /// Of several members the last one speaks for itself only.
    @Test func whoSendsMoreGetsAllTheRoomThereIs() throws {
        var body = try Self.packed(2_000)
        body.writeImmutableBuffer(try Self.packed(10))
        let first = Unpacking(body, most: 5_000)
        #expect(first.run() == .failure(.tooLarge(10)))
        let second = try #require(first.withMostRoom)
        #expect(second.room == 5_000)
        #expect(try second.run().get().readableBytes == 2_010)
        #expect(second.withMostRoom == nil)
    }

    @Test func aBombGetsNoMoreThanTheMost() throws {
        let bomb = Unpacking(try Self.packed(1 << 24), most: 100_000)
        #expect(bomb.room == 100_000)
        #expect(bomb.run() == .failure(.tooLarge(100_000)))
        #expect(bomb.withMostRoom == nil)
    }
}
