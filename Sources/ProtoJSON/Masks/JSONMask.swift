/// Writes the selected part of a message in JSON straight from the text of the whole.
struct JSONMask {
    let pool: DescriptorPool
    let selection: FieldSelection
    var cursor: JSONCursor
    var output = JSONOutput()
    private var depth = 0
    /// How many bytes have been read before their turn, to find the types of objects of any type.
    var lookAhead = 0

    typealias Fault = JSONCursor.Fault

    /// How deep objects and lists may stand in each other. A message and the list it stands in are two of them, and
    /// messages may be ``TranscodingOptions/maxDepth`` deep.
    static let maxDepth = 4 * TranscodingOptions.maxDepth

    init(_ pool: DescriptorPool, _ selection: FieldSelection, _ json: [UInt8]) {
        self.pool = pool
        self.selection = selection
        cursor = JSONCursor(json)
        output.bytes.reserveCapacity(json.count)
    }

    mutating func whole(_ place: Int) throws(TranscodingFault) -> [UInt8] {
        do throws(Fault) {
            let start = try startOfValue()
            if try !write(pool.selectable(in: .message(place)), .parts([0])) {
                // What has no parts of its own is a part as a whole.
                cursor.seek(start)
                try copy()
            }
            try cursor.finish()
            return output.bytes
        } catch {
            throw TranscodingFault(problem: error.problem)
        }
    }

    /// Writes what is selected of the next value.
    ///
    /// - Returns: false when that is nothing; what has been written of it is then to be taken back.
    mutating func write(_ content: Selectable, _ focus: FieldSelection.Focus) throws(Fault) -> Bool {
        guard case .parts(let nodes) = focus else {
            try copy()
            return true
        }
        try enter()
        defer { depth -= 1 }
        switch (content, cursor.next) {
        case (.message(let place), UInt8(ascii: "{")): return try message(place, nodes)
        case (.any, UInt8(ascii: "{")): return try any(nodes)
        case (.map(let kind), UInt8(ascii: "{")):
            let content = pool.selectable(in: kind)
            return try object { mask, name in mask.selection.focus(nodes, on: name).map { (content, $0) } } > 0
        case (.list(let kind), UInt8(ascii: "[")): return try list(pool.selectable(in: kind), focus) > 0
        case (.dynamic, UInt8(ascii: "{")), (.undescribed, UInt8(ascii: "{")):
            _ = try dynamicObject(content, nodes)
            return true
        // Such a list is a value of its own, not a field that can be absent: it stays, even empty.
        case (.dynamic, UInt8(ascii: "[")), (.undescribed, UInt8(ascii: "[")):
            _ = try list(content, focus)
            return true
        default:
            try skip()
            return false
        }
    }

    private mutating func message(_ place: Int, _ nodes: [Int]) throws(Fault) -> Bool {
        let type = pool.messages[place]
        _ = try object { mask, name in
            guard let (field, fieldPlace) = mask.pool.field(named: name, of: place),
                let focus = mask.selection.focus(nodes, on: field, at: fieldPlace, of: type)
            else { return nil }
            return (mask.pool.selectable(in: field), focus)
        }
        return true
    }

    /// An object whose names nobody described.
    private mutating func dynamicObject(_ content: Selectable, _ nodes: [Int]) throws(Fault) -> Int {
        try object { mask, name in
            if case .undescribed = content, name.elementsEqual("@type".utf8) { return (content, .everything) }
            return mask.selection.focus(nodes, on: name).map { (content, $0) }
        }
    }

    /// Writes the selected members of an object.
    ///
    /// - Parameter choose: what a member of a name holds, and what is selected of it; nil when nothing is.
    /// - Returns: how many members were written; with none the object is written as `{}`.
    mutating func object(
        _ choose: (inout JSONMask, ArraySlice<UInt8>) -> (Selectable, FieldSelection.Focus)?
    ) throws(Fault) -> Int {
        try cursor.expect("{")
        output.byte(UInt8(ascii: "{"))
        var items = JSONItems(end: "}")
        var count = 0
        while try items.hasNext(&cursor) {
            let start = try startOfValue()
            let name = try cursor.string()
            let end = cursor.index
            try cursor.expect(":")
            guard let (content, focus) = choose(&self, name) else {
                try skip()
                continue
            }
            let before = output.bytes.count
            if count > 0 { output.byte(UInt8(ascii: ",")) }
            output.text(cursor.bytes[start..<end])
            output.byte(UInt8(ascii: ":"))
            if try write(content, focus) { count += 1 } else { output.bytes.removeSubrange(before...) }
        }
        output.byte(UInt8(ascii: "}"))
        return count
    }

    /// - Returns: how many elements were written; with none the list is written as `[]`.
    private mutating func list(_ content: Selectable, _ focus: FieldSelection.Focus) throws(Fault) -> Int {
        try cursor.expect("[")
        output.byte(UInt8(ascii: "["))
        var items = JSONItems(end: "]")
        var count = 0
        while try items.hasNext(&cursor) {
            let before = output.bytes.count
            if count > 0 { output.byte(UInt8(ascii: ",")) }
            if try write(content, focus) { count += 1 } else { output.bytes.removeSubrange(before...) }
        }
        output.byte(UInt8(ascii: "]"))
        return count
    }

    /// Writes the next value as it stands.
    mutating func copy() throws(Fault) {
        let start = try startOfValue()
        try skip()
        output.text(cursor.bytes[start..<cursor.index])
    }

    mutating func skip() throws(Fault) {
        try cursor.skipValue(depth: Self.maxDepth)
    }

    mutating func startOfValue() throws(Fault) -> Int {
        _ = cursor.next
        return cursor.index
    }

    private mutating func enter() throws(Fault) {
        depth += 1
        guard depth <= Self.maxDepth else { throw Fault(problem: "Objects and lists stand too deep in each other.") }
    }
}
