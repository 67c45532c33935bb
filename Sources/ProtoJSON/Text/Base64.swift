/// Bytes as text: written with the standard alphabet and padding, read in either alphabet with padding or without.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// What each character stands for; 64 and more where it stands for nothing.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        values[Int(UInt8(ascii: "-"))] = 62
        values[Int(UInt8(ascii: "_"))] = 63
        return values
    }()

    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        append(bytes[...], to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
        text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
        var accumulator: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(accumulator >> bits & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(accumulator << (6 - bits) & 63)]) }
        for _ in 0..<((3 - bytes.count % 3) % 3) { text.append(UInt8(ascii: "=")) }
    }

    /// Appends what a text stands for.
    ///
    /// - Returns: false when it is not base64.
    static func decode(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) -> Bool {
        var end = text.endIndex
        while end > text.startIndex, text[end - 1] == UInt8(ascii: "="), text.endIndex - end < 2 { end -= 1 }
        let digits = text[text.startIndex..<end]
        guard digits.count % 4 != 1, end == text.endIndex || text.count % 4 == 0 else { return false }
        var accumulator: UInt32 = 0
        var bits: UInt32 = 0
        for character in digits {
            let value = values[Int(character)]
            guard value < 64 else { return false }
            accumulator = accumulator << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> bits))
            }
        }
        return true
    }
}
