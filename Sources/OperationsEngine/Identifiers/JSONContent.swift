import OperationsCore

/// JSON without what does not matter: the order of members, white space, spellings of texts and numbers.
enum JSONContent {
    /// - Returns: the text itself when it holds numbers of more digits than a Double, which would be the same to it.
    static func canonical(_ text: String) -> String {
        guard !hasLongNumber(text), let value = try? JSONParser.parse(text.utf8) else { return text }
        var result = ""
        write(value, to: &result)
        return result
    }

    private static func hasLongNumber(_ text: String) -> Bool {
        var digits = 0
        for byte in text.utf8 {
            digits = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? digits + 1 : 0
            if digits > 15 { return true }
        }
        return false
    }

    /// Each part is told from the next by its length, so that no two contents read the same.
    private static func write(_ value: JSONValue, to result: inout String) {
        switch value {
        case .null: result += "n"
        case .bool(let value): result += value ? "t" : "f"
        case .number(let value): result += "d\(value);"
        case .string(let value): write(value, to: &result)
        case .array(let items):
            result += "a\(items.count):"
            for item in items { write(item, to: &result) }
        case .object(let members):
            result += "o\(members.count):"
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                write(name, to: &result)
                write(value, to: &result)
            }
        }
    }

    private static func write(_ text: String, to result: inout String) {
        result += "s\(text.utf8.count):\(text)"
    }
}
