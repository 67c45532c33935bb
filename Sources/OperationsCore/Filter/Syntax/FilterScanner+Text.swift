/// Bare and quoted text.
extension FilterScanner {
    /// A segment of a path: up to a space, a dot, a comparator, a quote or a parenthesis.
    ///
    /// - Parameter commaEnds: true inside the parentheses of a call.
    mutating func pathText(commaEnds: Bool) throws(FilterFault) -> String {
        let start = offset
        while let byte = peek, !endsPathText(byte, commaEnds) {
            try refuseControl(byte)
            advance()
        }
        return text(from: start)
    }

    /// A bare value: up to a space, a quote, a comparator that is not a colon, or the parenthesis that closes what
    /// stands around it. Parentheses in pairs belong to the text, since names such as `(default)` hold them.
    mutating func valueText(commaEnds: Bool) throws(FilterFault) -> String {
        let start = place
        var open = 0
        while let byte = peek, !endsValueText(byte) {
            if open == 0, byte == UInt8(ascii: ")") || (commaEnds && byte == UInt8(ascii: ",")) { break }
            if byte == UInt8(ascii: "(") { open += 1 }
            if byte == UInt8(ascii: ")") { open -= 1 }
            try refuseControl(byte)
            advance()
        }
        guard open == 0 else {
            throw FilterFault("A parenthesis in this value is never closed; put the value in quotes.", at: start)
        }
        return text(from: start.offset)
    }

    /// A text in quotes of either kind.
    mutating func quotedText() throws(FilterFault) -> String {
        let start = place
        guard let quote = peek else { return "" }
        advance()
        var content: [UInt8] = []
        while let byte = peek, byte != quote {
            if byte == UInt8(ascii: "\\") {
                content.append(try escaped())
            } else {
                content.append(byte)
                advance()
            }
        }
        guard take(quote) else {
            throw FilterFault("The quote that is opened here is never closed.", at: start)
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func escaped() throws(FilterFault) -> UInt8 {
        let value: UInt8
        switch byte(at: 1) {
        case UInt8(ascii: "n"): value = 0x0A
        case UInt8(ascii: "r"): value = 0x0D
        case UInt8(ascii: "t"): value = 0x09
        case let byte? where Self.isQuote(byte) || byte == UInt8(ascii: "\\"): value = byte
        default:
            throw FilterFault(
                "After a backslash in quotes one of \" ' \\ n r t is expected; write a backslash itself twice.",
                at: place)
        }
        advance(by: 2)
        return value
    }

    private func endsPathText(_ byte: UInt8, _ commaEnds: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"): true
        case UInt8(ascii: ","): commaEnds
        default: endsValueText(byte)
        }
    }

    private func endsValueText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"): true
        case UInt8(ascii: "!"): self.byte(at: 1) == UInt8(ascii: "=")
        default: Self.isSpace(byte) || Self.isQuote(byte)
        }
    }

    private func refuseControl(_ byte: UInt8) throws(FilterFault) {
        guard !Self.isControl(byte) else {
            throw FilterFault("A control character stands here; only text in quotes may hold one.", at: place)
        }
    }
}
