import Testing

@testable import NetworkDoor

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("plain text ~!", "plain text ~!"), ("100%", "100%25"), ("a\r\nb", "a%0D%0Ab"), ("é", "%C3%A9"),
        ("\u{7F}\u{0}", "%7F%00"), ("😀", "%F0%9F%98%80"),
    ])
    func escapes(_ text: String, as encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test(arguments: [
        ("%", "%"), ("%4", "%4"), ("%%41", "%A"), ("%zz%41", "%zzA"), ("%4g", "%4g"), ("%c3%a9", "é"),
        ("%C3", "\u{FFFD}"), ("%+1", "%+1"), ("é%41", "éA"),
    ])
    func bearsBadEscapes(_ encoded: String, as text: String) {
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test(arguments: SeededRandom.seeds)
    func anyTextComesBack(seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 0..<50 {
            let text = someText(&random)
            let encoded = PercentEncoding.encode(text)
            #expect(encoded.utf8.allSatisfy { 0x20...0x7E ~= $0 })
            // Not ==, to which a letter and its decomposed form are the same.
            #expect(Array(PercentEncoding.decode(encoded).utf8) == Array(text.utf8))
        }
    }

    private func someText(_ random: inout SeededRandom) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<random.number(0...30) {
            let highest = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &random) ?? 0
            if let scalar = Unicode.Scalar(UInt32(random.number(0...highest))) { text.append(scalar) }
        }
        return String(text)
    }
}
