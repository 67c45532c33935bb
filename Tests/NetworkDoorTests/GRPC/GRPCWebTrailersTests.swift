import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct GRPCWebTrailersTests {
    @Test func framesFieldsAsLines() {
        let frame = GRPCWebTrailers.frame([("grpc-status", "0"), ("Grpc-Message", "All Good"), ("a-bin", "")])
        let block = "grpc-status: 0\r\ngrpc-message: All Good\r\na-bin: \r\n"
        #expect(Array(frame.readableBytesView) == [0x80, 0, 0, 0, UInt8(block.utf8.count)] + Array(block.utf8))
    }

    @Test func framesNoFields() {
        #expect(Array(GRPCWebTrailers.frame([]).readableBytesView) == [0x80, 0, 0, 0, 0])
    }

    @Test func writesTheLengthBigEndFirst() {
        let frame = GRPCWebTrailers.frame([("k", String(repeating: "v", count: 0x0203 - 5))])
        #expect(frame.getBytes(at: 0, length: 5) == [0x80, 0, 0, 2, 3])
        #expect(frame.readableBytes == 5 + 0x0203)
    }

    @Test func letsNoFieldStartAnother() {
        let frame = GRPCWebTrailers.frame([("a\r\nb", "1\r\ngrpc-status: 0\n\0")])
        #expect(String(buffer: frame).dropFirst(5) == "a  b: 1  grpc-status: 0  \r\n")
    }
}
