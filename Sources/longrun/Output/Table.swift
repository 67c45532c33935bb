/// Lines of text in columns that are as wide as their widest cell.
struct Table: Hashable, Sendable {
    /// Two spaces stand between columns.
    static let gap = "  "

    private var rows: [[String]]
    private let alignsRight: Set<Int>

    /// - Parameter numbers: the columns, from 0, that are aligned to the right.
    init(_ header: [String], numbers: Set<Int> = []) {
        rows = header.isEmpty ? [] : [header]
        alignsRight = numbers
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines; without space at their ends, and without anything that would move a terminal's cursor.
    var text: String {
        let cells = rows.map { $0.map(Self.printable) }
        let columns = cells.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in cells.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return cells.map { line($0, widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.enumerated().map { index, cell in
            let space = String(repeating: " ", count: widths[index] - cell.count)
            return alignsRight.contains(index) ? space + cell : cell + space
        }
        var text = padded.joined(separator: Self.gap)
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The text in one line, with `?` for control characters.
    static func printable(_ text: String) -> String {
        String(
            text.map { character -> Character in
                if character.isNewline || character == "\t" { return " " }
                return character.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
                    ? "?" : character
            })
    }
}
