import Testing

@testable import NetworkDoor

@Suite struct BinaryMetadataTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func writesUnpaddedAndReadsBoth(_ text: String, _ encoded: String) {
        let bytes = Array(text.utf8)
        #expect(BinaryMetadata.encode(bytes) == encoded)
        #expect(BinaryMetadata.decode(encoded) == bytes)
        let padding = String(repeating: "=", count: (4 - encoded.count % 4) % 4)
        #expect(BinaryMetadata.decode(encoded + padding) == bytes)
        #expect(Base64.encode(bytes, isPadded: true) == Array((encoded + padding).utf8))
    }

    @Test func usesTheStandardAlphabet() {
        #expect(BinaryMetadata.encode([0xFB, 0xFF, 0xBF]) == "+/+/")
        #expect(BinaryMetadata.decode("-_-_") == nil)
    }

    @Test(arguments: SeededRandom.seeds)
    func anyBytesComeBack(seed: UInt64) {
        var random = SeededRandom(seed)
        for length in 0...130 {
            let bytes = random.bytes(length)
            let encoded = BinaryMetadata.encode(bytes)
            #expect(encoded.utf8.count == (length * 4 + 2) / 3)
            #expect(BinaryMetadata.decode(encoded) == bytes)
            let padded = String(decoding: Base64.encode(bytes, isPadded: true), as: UTF8.self)
            #expect(padded.utf8.count == (length + 2) / 3 * 4)
            #expect(BinaryMetadata.decode(padded) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AAAAA", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9v==", "Zm9v====", "=", "==", "====", "Z=g=", "Zg==Zg==",
        "Zh", "Zm9", "Zm 8", "Zm8\n", " Zm8", "Zm8é", "Zm8,Zm8", "Zg=\u{301}=",
    ])
    func refuses(_ text: String) {
        #expect(BinaryMetadata.decode(text) == nil)
    }

    @Test func readsLists() {
        let values = ["f", "fo", "foo", ""].map { Array($0.utf8) }
        #expect(BinaryMetadata.decodeList("Zg,Zm8=, Zm9v\t,") == values)
        #expect(BinaryMetadata.decodeList("") == [[]])
        #expect(BinaryMetadata.decodeList("Zm9v") == [Array("foo".utf8)])
        #expect(BinaryMetadata.decodeList("Zg,Z") == nil)
        #expect(BinaryMetadata.decodeList("Z g") == nil)
    }
}
