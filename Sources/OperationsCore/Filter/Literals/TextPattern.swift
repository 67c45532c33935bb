/// A text to compare with; a `*` at its beginning or end stands for any text (AIP-160).
struct TextPattern {
    enum Shape {
        /// `*` alone: any text that is not empty.
        case anything
        case exactly
        case beginning
        case ending
        case containing
    }

    let shape: Shape
    let text: String
    private let search: TextSearch

    init(_ literal: String) {
        let opens = literal.utf8.first == UInt8(ascii: "*")
        let closes = literal.utf8.last == UInt8(ascii: "*")
        if opens && literal.utf8.count <= 2 && closes {
            self.init(.anything, "")
        } else if opens && closes {
            self.init(.containing, String(decoding: literal.utf8.dropFirst().dropLast(), as: UTF8.self))
        } else if opens {
            self.init(.ending, String(decoding: literal.utf8.dropFirst(), as: UTF8.self))
        } else if closes {
            self.init(.beginning, String(decoding: literal.utf8.dropLast(), as: UTF8.self))
        } else {
            self.init(.exactly, literal)
        }
    }

    /// Any text with the literal in it; wildcards keep their meaning.
    init(anywhere literal: String) {
        let pattern = TextPattern(literal)
        self = pattern.shape == .exactly ? TextPattern(.containing, literal) : pattern
    }

    /// That text and no other.
    init(exactly text: String) {
        self.init(.exactly, text)
    }

    private init(_ shape: Shape, _ text: String) {
        self.shape = shape
        self.text = text
        search = TextSearch(shape == .containing ? text : "")
    }

    func matches(_ candidate: String) -> Bool {
        switch shape {
        case .anything: !candidate.isEmpty
        case .exactly: candidate.utf8.elementsEqual(text.utf8)
        case .beginning: candidate.utf8.starts(with: text.utf8)
        case .ending: candidate.utf8.reversed().starts(with: text.utf8.reversed())
        case .containing: search.isFound(in: candidate)
        }
    }
}

/// Finds a text in another in linear time whatever they hold (Knuth, Morris and Pratt).
private struct TextSearch {
    private let word: [UInt8]
    /// For each prefix of the word: the length of its longest proper prefix that is also its end.
    private let borders: [Int]

    init(_ text: String) {
        let word = Array(text.utf8)
        var borders = Array(repeating: 0, count: word.count)
        var length = 0
        for index in word.indices.dropFirst() {
            while length > 0 && word[index] != word[length] { length = borders[length - 1] }
            if word[index] == word[length] { length += 1 }
            borders[index] = length
        }
        self.word = word
        self.borders = borders
    }

    func isFound(in text: String) -> Bool {
        guard let first = word.first else { return true }
        let found = text.utf8.withContiguousStorageIfAvailable { isFound(in: $0, first) }
        return found ?? isFound(in: Array(text.utf8), first)
    }

    private func isFound(in text: some RandomAccessCollection<UInt8>, _ first: UInt8) -> Bool {
        var matched = 0
        var rest = text[...]
        while let byte = rest.first {
            // Most of a text is passed over looking for the first byte alone.
            if matched == 0, byte != first {
                guard let next = rest.firstIndex(of: first) else { return false }
                rest = rest[next...]
                continue
            }
            while matched > 0 && byte != word[matched] { matched = borders[matched - 1] }
            if byte == word[matched] { matched += 1 }
            if matched == word.count { return true }
            rest.removeFirst()
        }
        return false
    }
}
