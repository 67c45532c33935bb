extension String {
    /// libpq ends its messages with a line feed, and says several things on several lines.
    func onOneLine() -> String {
        split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }.joined(separator: " ")
    }
}
