/// Where random identifiers come from.
enum Identifiers {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A secret of 128 bits, as 26 characters.
    static func leaseToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return text(high: generator.next(), low: generator.next())
    }

    /// A number from 0 up to, not including, 1.
    static func jitter() -> Double {
        Double.random(in: 0..<1)
    }

    /// 128 bits in Crockford's base 32: lower case, and ordered as the numbers are.
    static func text(high: UInt64, low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 26) { buffer in
            var high = high
            var low = low
            for index in stride(from: 25, through: 0, by: -1) {
                buffer[index] = alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return 26
        }
    }
}
