/// One line that a command writes on file descriptor 3: `progress 40 reading page 12`, the text being optional.
struct ProgressLine: Hashable, Sendable {
    var percent: Int
    /// Nil if there was none.
    var message: String?

    /// Nil if the line is something else. A percent sign and a fraction may follow the number; both are dropped.
    init?(_ line: some StringProtocol) {
        let words = line.split(maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0] == "progress" else { return nil }
        let number = words[1].hasSuffix("%") ? words[1].dropLast() : words[1][...]
        guard let value = Double(String(number)), (0...100).contains(value) else { return nil }
        percent = Int(value)
        guard words.count == 3 else { return }
        let text = String(String(words[2]).trimmingSuffix(while: \.isWhitespace))
        if !text.isEmpty { message = text }
    }
}

extension String {
    func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var text = self[...]
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
