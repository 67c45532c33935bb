extension Assembler {
    /// Reads from the text; what is wrong with it is said with the path to here.
    mutating func read<Value>(
        _ step: (inout JSONCursor) throws(JSONCursor.Fault) -> Value
    ) throws(TranscodingFault) -> Value {
        do throws(JSONCursor.Fault) {
            return try step(&cursor)
        } catch {
            throw fault(error.problem)
        }
    }

    mutating func expect(_ character: Unicode.Scalar) throws(TranscodingFault) {
        guard cursor.take(UInt8(truncatingIfNeeded: character.value)) else {
            switch (character, cursor.next) {
            case ("{", .some): throw fault("An object is expected.")
            case ("[", .some): throw fault("A list is expected.")
            default: return try read { cursor throws(JSONCursor.Fault) in try cursor.expect(character) }
            }
        }
    }

    mutating func hasNext(_ items: inout JSONItems) throws(TranscodingFault) -> Bool {
        do throws(JSONCursor.Fault) {
            return try items.hasNext(&cursor)
        } catch {
            throw fault(error.problem)
        }
    }

    /// - Returns: where the name stands in the text, for the path, and what it says.
    mutating func memberName() throws(TranscodingFault) -> (start: Int, name: ArraySlice<UInt8>) {
        _ = cursor.next
        let start = cursor.index
        let name = try string()
        return (start, name)
    }

    mutating func string() throws(TranscodingFault) -> ArraySlice<UInt8> {
        do throws(JSONCursor.Fault) {
            return try cursor.string()
        } catch {
            throw fault(error.problem)
        }
    }

    mutating func expectNull() throws(TranscodingFault) {
        guard cursor.literal("null") else { throw fault(cursor.unexpected("a value is expected").problem) }
    }

    mutating func skipValue() throws(TranscodingFault) {
        try read { cursor throws(JSONCursor.Fault) in
            try cursor.expect(":")
            try cursor.skipValue(depth: TranscodingOptions.maxDepth)
        }
    }

    func fault(_ problem: String) -> TranscodingFault {
        TranscodingFault(path: path.text(in: cursor.bytes), problem: problem)
    }
}

/// The way to the field that is being read, kept as places in the text so that it costs nothing until it is told.
struct FieldPath {
    enum Step {
        /// A member, by where its name stands in the text.
        case member(Int)
        /// The entry of a map, likewise.
        case key(Int)
        case element(Int)
    }

    private var steps: [Step] = []

    mutating func enter(_ step: Step) {
        steps.append(step)
    }

    mutating func leave() {
        steps.removeLast()
    }

    mutating func advance() {
        guard case .element(let index) = steps.popLast() else { return }
        steps.append(.element(index + 1))
    }

    func text(in json: [UInt8]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .member(let start): text += (text.isEmpty ? "" : ".") + name(at: start, in: json)
            case .key(let start): text += key(name(at: start, in: json), isFirst: text.isEmpty)
            case .element(let index): text += "[\(index)]"
            }
        }
        return text
    }

    /// A key of a map: `.env`, or `["a.b"]` when it has other characters.
    private func key(_ name: String, isFirst: Bool) -> String {
        let isPlain =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
        return isPlain ? (isFirst ? name : ".\(name)") : "[\"\(name)\"]"
    }

    private func name(at start: Int, in json: [UInt8]) -> String {
        var cursor = JSONCursor(json)
        cursor.seek(start)
        return (try? cursor.string()).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
