extension Renderer {
    private enum AnyField {
        static let typeURL: UInt32 = 1
        static let value: UInt32 = 2
    }

    /// Writes an Any: `@type`, and the message's members beside it, or under `value` where it has a form of its own.
    mutating func any(_ place: Int, _ range: Range<Int>) throws(TranscodingFault) {
        try enter()
        let notes = try note(place, pool.messages[place], range)
        let typeURL = found[notes].last { $0.number == AnyField.typeURL }?.range ?? 0..<0
        let value = found[notes].last { $0.number == AnyField.value }?.range ?? 0..<0
        if options.anyContent == .text {
            value.isEmpty ? output.text("{}") : output.text(input[value])
        } else if typeURL.isEmpty && value.isEmpty {
            output.text("{}")
        } else {
            try any(typeURL: typeURL, value)
        }
        leave(notes)
    }

    private mutating func any(typeURL: Range<Int>, _ value: Range<Int>) throws(TranscodingFault) {
        output.text("{\"@type\":")
        guard output.string(input, typeURL) else { throw Self.noText }
        content(ofType: TypeURL.fullName(input[typeURL]), value)
    }

    /// Writes what follows `@type` to the end of the object; in base64 what is not described, or not of its type.
    mutating func content(ofType name: String?, _ value: Range<Int>) {
        if let name, let place = pool.place(ofMessage: name), attempt(place, value) {
            return output.byte(UInt8(ascii: "}"))
        }
        findings.hasOpaque = true
        output.text(",\"value\":\"")
        Base64.append(input[value], to: &output.bytes)
        output.text("\"}")
    }

    /// - Returns: false when it cannot be written; then everything is as before.
    private mutating func attempt(_ place: Int, _ range: Range<Int>) -> Bool {
        let (written, notes, level, outer) = (output.bytes.count, found.count, depth, input)
        do throws(TranscodingFault) {
            if pool.messages[place].form == nil {
                try members(place, range, isFirst: false)
            } else {
                output.text(",\"value\":")
                try message(place, range)
            }
            return true
        } catch {
            output.bytes.removeSubrange(written...)
            found.removeSubrange(notes...)
            depth = level
            input = outer
            return false
        }
    }
}

/// The name of a message type as an Any gives it.
public enum TypeURL {
    /// The part after the last slash; nil when there is none.
    public static func fullName(_ url: some BidirectionalCollection<UInt8>) -> String? {
        guard let slash = url.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return String(validating: url[url.index(after: slash)...], as: UTF8.self)
    }
}
