import NIOCore
import NIOHPACK
import Testing

@testable import NetworkDoor

/// Few bytes that stand for many.
@Suite struct AmplificationTests {
    private static func small(_ limits: inout DoorLimits) {
        limits.maxRequestBytes = 1_000_000
        limits.maxHeldBytesPerConnection = 1_000_000
    }

    /// Messages of a stream that nobody reads are held unpacked.
    @Test func packedMessagesCountByWhatTheyUnpackTo() throws {
        try withNeighbour(Self.small) { door in
            let peer = try HTTP2Client(door)
            var fields = HTTP2Client.callFields("Waits")
            fields.add(name: "grpc-encoding", value: "gzip")
            peer.send(try peer.headers(1, fields, ends: false))
            let packed = try Gzip.compress(ByteBuffer(repeating: 0, count: 900_000))
            let message = [1] + Frame.number(packed.readableBytes) + Array(packed.readableBytesView)
            #expect(message.count < 10_000)
            var sent = 0
            while sent < 20, try peer.answer(1).head == nil {
                peer.data(1, message)
                sent += 1
                #expect(door.context.budget.heldBytes <= door.context.limits.effectiveHeldBytesPerConnection)
            }
            #expect(sent == 3)
            #expect(try peer.answer(1).grpcStatus == 8)
            #expect(door.kinds.running == 0)
        }
    }

    @Test func emptyMessagesTakeTheirPlace() throws {
        try withNeighbour(Self.small) { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Waits")
            let messages = [UInt8](repeating: 0, count: 5 * 3_000)
            var sent = 0
            while sent < 17, try peer.answer(1).head == nil {
                peer.data(1, messages)
                sent += 1
            }
            #expect(sent == 10)
            #expect(try peer.answer(1).grpcStatus == 8)
        }
    }

    /// A few references to the table of the header compression make a large head.
    @Test func headsOfStreamsThatStayOpenCount() throws {
        try withNeighbour(Self.small) { door in
            let peer = try HTTP2Client(door)
            var fields = HTTP2Client.callFields("Waits")
            fields.add(name: "x", value: String(repeating: "a", count: 3_500))
            peer.send(try peer.headers(1, fields, ends: false))
            let block = try peer.headers(3, fields, ends: false).payload
            #expect(block.count < 100)
            let large = Frame(.headers, flags: Frame.endHeaders, stream: 5, payload: block + [0xBE, 0xBE, 0xBE])
            for stream in 0..<300 {
                var frame = large
                frame.stream = 5 + stream * 2
                peer.send(frame)
            }
            #expect(door.context.budget.heldBytes <= door.context.limits.effectiveHeldBytesPerConnection)
            #expect(try peer.frames(.reset).filter { $0.number(at: 0) == 11 }.count > 100)
            #expect(!peer.connection.isClosed)
            peer.connection.vanish()
            #expect(door.kinds.running == 0)
        }
    }
}
