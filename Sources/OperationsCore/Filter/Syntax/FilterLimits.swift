/// What one filter may hold, so that nobody can make a list expensive by its filter alone.
enum FilterLimits {
    /// 16 KiB.
    static let bytes = 16 * 1_024
    /// Parentheses and calls inside each other.
    static let depth = 100
    /// Restrictions, searched words and calls; a value that is logic counts once for each value.
    static let terms = 250

    static func check(_ text: String) throws(FilterFault) {
        guard text.utf8.count <= bytes else {
            throw FilterFault(
                "A filter has at most \(bytes) bytes; this one has \(text.utf8.count).", at: SourcePlace(offset: bytes))
        }
    }
}
