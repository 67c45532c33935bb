/// A field whose value is a list (RFC 9110, 5.6.1).
enum FieldList {
    /// Its elements in lower case, without blanks around them; empty ones are left out.
    static func elements(_ value: String) -> [String] {
        value.split(separator: ",").map { trimmed($0).lowercased() }.filter { !$0.isEmpty }
    }

    /// Without blanks around it.
    static func trimmed(_ text: Substring) -> Substring {
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return text[first...last]
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
