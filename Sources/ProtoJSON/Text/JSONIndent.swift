/// JSON text for people: a line for each member and each element, two spaces for each level.
///
///     JSONIndent.indented(Array(#"{"name":"operations/x","done":true}"#.utf8))
public enum JSONIndent {
    /// Lays out JSON text and ends it with a line break.
    ///
    /// The bytes are gone over once. Blanks outside of strings are dropped, empty objects and lists are `{}` and `[]`,
    /// and everything else is kept as it is, whether it is JSON or not. A text that would become more than eight times
    /// as long and 64 KiB more, because much of it stands very deep, gets the line break alone.
    ///
    /// - Parameter json: as ``Transcoder`` writes it.
    public static func indented(_ json: [UInt8]) -> [UInt8] {
        json.withUnsafeBufferPointer { bytes in
            var layout = Layout(bytes)
            return layout.write() ? layout.output : json + [Layout.lineFeed]
        }
    }

    /// Drops the blanks outside of strings, line breaks among them; everything else is kept as it is.
    public static func compacted(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 <= 0x20 }) else { return json }
        var compact: [UInt8] = []
        compact.reserveCapacity(json.count)
        var isInString = false
        var isEscaped = false
        for byte in json {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else {
                if byte <= 0x20 { continue }
                isInString = byte == UInt8(ascii: "\"")
            }
            compact.append(byte)
        }
        return compact
    }
}

/// Reads through a pointer, which takes a third off the time: every answer for people comes through here. Each place is
/// compared with the count before it is read.
private struct Layout {
    static let lineFeed = UInt8(ascii: "\n")
    /// A line break and the indentation of most lines there are.
    private static let lineBreak: StaticString = "\n                                                                "

    private let json: UnsafeBufferPointer<UInt8>
    private let mostOutput: Int
    private(set) var output: [UInt8] = []
    private var index = 0
    /// Where what has been read and not been written begins.
    private var start = 0
    private var depth = 0

    init(_ json: UnsafeBufferPointer<UInt8>) {
        self.json = json
        mostOutput = 65_536 + 8 * json.count
        output.reserveCapacity(json.count * 2 + 64)
    }

    /// - Returns: false when it would become too long.
    mutating func write() -> Bool {
        while index < json.count {
            let byte = json[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): passString()
            case UInt8(ascii: "{"), UInt8(ascii: "["): open()
            case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
            case UInt8(ascii: ","):
                flush(to: index)
                breakLine()
            case UInt8(ascii: ":"):
                flush(to: index)
                output.append(0x20)
            case 0x20, 0x0A, 0x0D, 0x09:
                flush(to: index - 1)
                start = index
            default: break
            }
            guard output.count <= mostOutput else { return false }
        }
        flush(to: index)
        output.append(Self.lineFeed)
        return true
    }

    /// Goes over a string whose first quote has been read.
    private mutating func passString() {
        var place = index
        while place < json.count {
            let byte = json[place]
            place += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") { place = min(place + 1, json.count) }
        }
        index = place
    }

    private mutating func open() {
        flush(to: index)
        while index < json.count, isBlank(json[index]) { index += 1 }
        start = index
        if index < json.count, json[index] == UInt8(ascii: "}") || json[index] == UInt8(ascii: "]") {
            index += 1
            return
        }
        depth += 1
        breakLine()
    }

    private mutating func close() {
        flush(to: index - 1)
        depth = max(depth - 1, 0)
        breakLine()
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func flush(to end: Int) {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: json[start..<end]))
        start = end
    }

    private mutating func breakLine() {
        let blanks = 2 * depth
        let prepared = min(blanks, Self.lineBreak.utf8CodeUnitCount - 1)
        Self.lineBreak.withUTF8Buffer { output.append(contentsOf: UnsafeBufferPointer(rebasing: $0[...prepared])) }
        if blanks > prepared { output.append(contentsOf: repeatElement(0x20, count: blanks - prepared)) }
    }
}
