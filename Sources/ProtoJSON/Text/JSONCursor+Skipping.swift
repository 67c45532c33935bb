extension JSONCursor {
    /// Reads a value of whatever kind without taking anything from it.
    ///
    /// - Parameter depth: how deep objects and lists may stand in each other.
    mutating func skipValue(depth: Int) throws(Fault) {
        switch next {
        case UInt8(ascii: "{"): try skipItems(until: "}", depth: depth, areMembers: true)
        case UInt8(ascii: "["): try skipItems(until: "]", depth: depth, areMembers: false)
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            guard literal("true") || literal("false") || literal("null") else {
                throw unexpected("a value is expected")
            }
        default: _ = try number()
        }
    }

    private mutating func skipItems(
        until end: Unicode.Scalar, depth: Int, areMembers: Bool
    ) throws(Fault) {
        guard depth > 0 else {
            throw Fault(problem: "Objects and lists stand in each other at most \(TranscodingOptions.maxDepth) deep.")
        }
        var items = JSONItems(end: end)
        seek(index + 1)
        while try items.hasNext(&self) {
            if areMembers {
                _ = try string()
                try expect(":")
            }
            try skipValue(depth: depth - 1)
        }
    }
}

/// Goes through the members of an object or the elements of a list, whose first bracket has been read.
struct JSONItems {
    private let end: Unicode.Scalar
    private var isFirst = true

    init(end: Unicode.Scalar) {
        self.end = end
    }

    /// False when the end has been read; else what comes next is an item.
    mutating func hasNext(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) -> Bool {
        if cursor.take(UInt8(truncatingIfNeeded: end.value)) { return false }
        if !isFirst {
            guard cursor.take(UInt8(ascii: ",")) else { throw cursor.unexpected("',' or '\(end)' is expected") }
            guard cursor.next != UInt8(truncatingIfNeeded: end.value) else {
                throw cursor.unexpected("an item is expected after ','")
            }
        }
        isFirst = false
        return true
    }
}
