/// Walks over the bytes of a filter, from the first to the last, and never goes back over more than spaces.
///
/// There are no tokens: what a byte means depends on which side of a comparator it stands.
struct FilterScanner {
    let bytes: [UInt8]
    private(set) var offset = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var place: SourcePlace { SourcePlace(offset: offset) }

    var peek: UInt8? { byte(at: 0) }

    func byte(at distance: Int) -> UInt8? {
        let index = offset + distance
        return index < bytes.count ? bytes[index] : nil
    }

    mutating func advance(by count: Int = 1) {
        offset = min(offset + count, bytes.count)
    }

    /// Goes back to before the spaces that were skipped last.
    mutating func goBack(to place: SourcePlace) {
        offset = min(place.offset, offset)
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        advance()
        return true
    }

    /// - Returns: true when there was any.
    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = offset
        while let byte = peek, Self.isSpace(byte) { advance() }
        return offset > start
    }

    /// True when one of the words NOT, AND, OR stands here, as a word.
    func isAt(_ keyword: FilterKeyword) -> Bool {
        let word = keyword.bytes
        guard bytes[offset...].starts(with: word) else { return false }
        guard let next = byte(at: word.count) else { return true }
        return Self.isSpace(next) || next == UInt8(ascii: "(") || next == UInt8(ascii: ")")
    }

    mutating func take(_ keyword: FilterKeyword) -> Bool {
        guard isAt(keyword) else { return false }
        advance(by: keyword.bytes.count)
        return true
    }

    mutating func takeComparator() -> FilterComparator? {
        let second = byte(at: 1) == UInt8(ascii: "=")
        let found: FilterComparator
        switch peek {
        case UInt8(ascii: "<"): found = second ? .lessOrEqual : .less
        case UInt8(ascii: ">"): found = second ? .greaterOrEqual : .greater
        case UInt8(ascii: "!") where second: found = .notEqual
        case UInt8(ascii: "="): found = .equal
        case UInt8(ascii: ":"): found = .has
        default: return nil
        }
        advance(by: found.rawValue.utf8.count)
        return found
    }

    /// The bytes from `start` to here.
    func text(from start: Int) -> String {
        String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0A).contains(byte) || byte == 0x0D
    }

    static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F
    }

    static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}

enum FilterKeyword {
    case not, and, or

    var bytes: [UInt8] {
        switch self {
        case .not: Self.notBytes
        case .and: Self.andBytes
        case .or: Self.orBytes
        }
    }

    static func isKeyword(_ text: String) -> Bool {
        text == "NOT" || text == "AND" || text == "OR"
    }

    private static let notBytes = Array("NOT".utf8)
    private static let andBytes = Array("AND".utf8)
    private static let orBytes = Array("OR".utf8)
}
