/// Which bytes are UTF-8 (RFC 3629: shortest forms only, no surrogates, nothing beyond U+10FFFF).
enum UTF8Check {
    /// The length of the character of more than one byte that begins at an index; nil when there is none.
    static func length(of bytes: [UInt8], at index: Int, before end: Int) -> Int? {
        func byte(_ offset: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < end && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0xC2...0xDF: return byte(1) ? 2 : nil
        case 0xE0: return byte(1, in: 0xA0...0xBF) && byte(2) ? 3 : nil
        case 0xED: return byte(1, in: 0x80...0x9F) && byte(2) ? 3 : nil
        case 0xE1...0xEF: return byte(1) && byte(2) ? 3 : nil
        case 0xF0: return byte(1, in: 0x90...0xBF) && byte(2) && byte(3) ? 4 : nil
        case 0xF1...0xF3: return byte(1) && byte(2) && byte(3) ? 4 : nil
        case 0xF4: return byte(1, in: 0x80...0x8F) && byte(2) && byte(3) ? 4 : nil
        default: return nil
        }
    }

    /// The first index at which the bytes are not UTF-8; nil when all are.
    static func firstFault(in bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
            } else if let length = length(of: bytes, at: index, before: bytes.count) {
                index += length
            } else {
                return index
            }
        }
        return nil
    }
}
