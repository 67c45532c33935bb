/// Reads the text of a selection in one pass.
///
///     list    = path ("," path)*
///     path    = name (("." | "/") name)* [ "(" list ")" ]
///     name    = "*" | a bare name | "`" … "`"
///
/// Blanks may stand around each of these.
struct SelectionParser {
    private let text: [UInt8]
    private var index = 0
    private var tree = SelectionTree()

    /// - Throws: with the path that leads to what is wrong.
    static func parse(_ text: String) throws(TranscodingFault) -> SelectionTree {
        guard text.utf8.count <= FieldSelection.longestText else {
            throw TranscodingFault(problem: "A selection has at most \(FieldSelection.longestText) bytes.")
        }
        var parser = SelectionParser(Array(text.utf8))
        return try parser.whole()
    }

    /// False for what ends a bare name or means something else.
    static func canStandBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
            UInt8(ascii: "`"), UInt8(ascii: "["), UInt8(ascii: "]"), 0...0x20:
            false
        default: true
        }
    }

    private init(_ text: [UInt8]) {
        self.text = text
    }

    private mutating func whole() throws(TranscodingFault) -> SelectionTree {
        guard next != nil else {
            tree.endPath(at: 0)
            return tree
        }
        try list(after: 0, depth: 0)
        switch next {
        case nil: return tree
        case UInt8(ascii: ")"): throw fault(0, "A ')' has no '(' before it")
        default: throw fault(0, "A ',' is missing")
        }
    }

    private mutating func list(after parent: Int, depth: Int) throws(TranscodingFault) {
        repeat { try path(after: parent, depth: depth) } while take(",")
    }

    private mutating func path(after parent: Int, depth: Int) throws(TranscodingFault) {
        var place = parent
        var depth = depth
        var separator = UInt8(ascii: ".")
        while true {
            depth += 1
            guard depth <= FieldSelection.maxDepth else {
                throw fault(place, "A path has at most \(FieldSelection.maxDepth) names")
            }
            place = try name(after: place, separator)
            guard let byte = next, byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") else { break }
            separator = byte
            index += 1
        }
        guard take("(") else { return tree.endPath(at: place) }
        try list(after: place, depth: depth)
        guard take(")") else { throw fault(place, next == nil ? "A ')' is missing" : "A ',' or a ')' is missing") }
    }

    private mutating func name(after parent: Int, _ separator: UInt8) throws(TranscodingFault) -> Int {
        let isQuoted = take("`")
        let name = isQuoted ? try quotedName(after: parent) : bareName()
        guard !name.isEmpty else {
            throw fault(parent, !isQuoted && next == UInt8(ascii: "[") ? Self.noIndex : "A name is missing")
        }
        let isWildcard = !isQuoted && name == [UInt8(ascii: "*")]
        guard let place = tree.place(after: parent, separator, name, isWildcard: isWildcard) else {
            throw fault(parent, "A selection has at most \(FieldSelection.mostNames) names")
        }
        guard next != UInt8(ascii: "[") else { throw fault(place, Self.noIndex) }
        return place
    }

    private static let noIndex = "A list takes no index, as a path holds for each element"

    private mutating func bareName() -> [UInt8] {
        _ = next
        let start = index
        while index < text.count, Self.canStandBare(text[index]) { index += 1 }
        return Array(text[start..<index])
    }

    /// A name whose first backquote has been read.
    private mutating func quotedName(after parent: Int) throws(TranscodingFault) -> [UInt8] {
        var name: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "`") {
                guard index < text.count, text[index] == byte else { return name }
                index += 1
            }
            name.append(byte)
        }
        throw fault(parent, "A backquote has no other")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// The next byte that is no blank.
    private var next: UInt8? {
        mutating get {
            while index < text.count {
                guard Self.isBlank(text[index]) else { return text[index] }
                index += 1
            }
            return nil
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        index += 1
        return true
    }

    private func fault(_ place: Int, _ problem: String) -> TranscodingFault {
        let position = index < text.count ? "at byte \(index + 1)" : "at the end"
        return TranscodingFault(path: tree.path(to: place), problem: "\(problem), \(position) of the selection.")
    }
}
