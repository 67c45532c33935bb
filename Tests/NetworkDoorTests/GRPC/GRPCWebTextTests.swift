import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct GRPCWebTextTests {
    @Test(arguments: SeededRandom.seeds)
    func theCutDoesNotMatter(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var bytes = ByteBuffer()
        var text = ByteBuffer()
        for _ in 0..<random.number(1...20) {
            let run = ByteBuffer(bytes: random.bytes(random.number(0...50)))
            bytes.writeImmutableBuffer(run)
            text.writeImmutableBuffer(GRPCWebText.encode(run))
        }
        for longest in [1, 3, 20, 10_000] {
            var decoder = GRPCWebTextDecoder()
            var decoded = ByteBuffer()
            for piece in random.cut(text, longest: longest) { decoded.writeImmutableBuffer(try decoder.decode(piece)) }
            try decoder.finish()
            #expect(decoded == bytes)
        }
    }

    @Test func padsWhatItWrites() {
        #expect(GRPCWebText.encode(ByteBuffer(string: "f")) == ByteBuffer(string: "Zg=="))
        #expect(GRPCWebText.encode(ByteBuffer(string: "fo")) == ByteBuffer(string: "Zm8="))
        #expect(GRPCWebText.encode(ByteBuffer(string: "foo")) == ByteBuffer(string: "Zm9v"))
        #expect(GRPCWebText.encode(ByteBuffer()) == ByteBuffer())
    }

    @Test func givesBytesAsSoonAsTheirDigitsAreThere() throws {
        var decoder = GRPCWebTextDecoder()
        #expect(try decoder.decode(ByteBuffer(string: "Zm9vZg=")) == ByteBuffer(string: "foo"))
        #expect(throws: GRPCWebTextDecoder.Fault.truncated) { try decoder.finish() }
        #expect(try decoder.decode(ByteBuffer(string: "=Zm8=")) == ByteBuffer(string: "ffo"))
        try decoder.finish()
    }

    @Test(arguments: ["Z", "Zm", "Zm9", "Zm8=Zg", "Zg="])
    func noticesATruncatedBody(_ text: String) throws {
        var decoder = GRPCWebTextDecoder()
        _ = try decoder.decode(ByteBuffer(string: text))
        #expect(throws: GRPCWebTextDecoder.Fault.truncated) { try decoder.finish() }
    }

    @Test(arguments: ["=", "Z=", "Zg=g", "Zg===", "Zm8==", "Zm9v=", "Zh==", "Zm9=", "Zm 8", "Zm8\n", "Zm8-"])
    func refuses(_ text: String) throws {
        #expect(throws: GRPCWebTextDecoder.Fault.invalid) {
            var decoder = GRPCWebTextDecoder()
            _ = try decoder.decode(ByteBuffer(string: text))
        }
        #expect(throws: GRPCWebTextDecoder.Fault.invalid) {
            var decoder = GRPCWebTextDecoder()
            for byte in text.utf8 { _ = try decoder.decode(ByteBuffer(bytes: [byte])) }
        }
    }
}
