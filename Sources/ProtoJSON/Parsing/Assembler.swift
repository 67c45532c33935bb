/// Writes the bytes of one message straight from its JSON text.
///
/// The bytes are always in the same order, fields by number and entries of maps by key, whatever order the text had:
/// equal messages become equal bytes. Where the parts of the open messages begin stands in one shared list.
struct Assembler {
    let pool: DescriptorPool
    let options: TranscodingOptions
    var cursor: JSONCursor
    var output = WireWriter()
    var parts: [Part] = []
    var path = FieldPath()
    var depth = 0
    /// How many bytes have been read before their turn, to find the types of objects of any type.
    var lookAhead = 0
    /// True once an Any of a type that is not described has been taken for a Struct.
    var hasUndescribed = false
    /// The type of the whole text, when it is an Any that is not described.
    var undescribedType: String?

    init(_ pool: DescriptorPool, _ options: TranscodingOptions, _ input: [UInt8]) throws(TranscodingFault) {
        self.pool = pool
        self.options = options
        if let index = UTF8Check.firstFault(in: input) {
            throw TranscodingFault(problem: "The JSON is not UTF-8 at byte \(index + 1).")
        }
        cursor = JSONCursor(input)
        output.bytes.reserveCapacity(input.count)
    }

    /// Reads the whole text as one message.
    mutating func whole(_ place: Int) throws(TranscodingFault) -> [UInt8] {
        try message(place)
        try read { cursor throws(JSONCursor.Fault) in try cursor.finish() }
        return output.bytes
    }

    mutating func message(_ place: Int) throws(TranscodingFault) {
        let type = pool.messages[place]
        if let form = type.form { return try wellKnown(form, place, type) }
        try expect("{")
        try members(place, type, isInAny: false)
    }

    /// Reads the members of an object, whose brace has been read, as fields of a message.
    ///
    /// - Parameter isInAny: then a member `@type` is passed over.
    mutating func members(_ place: Int, _ type: MessageType, isInAny: Bool) throws(TranscodingFault) {
        try enter()
        var items = JSONItems(end: "}")
        var seen = SeenFields(type)
        var hasSeenType = false
        let firstPart = parts.count
        while try hasNext(&items) {
            let (start, name) = try memberName()
            if isInAny, try skipType(name, &hasSeenType) { continue }
            path.enter(.member(start))
            let (field, fieldPlace) = try field(named: name, of: place, type)
            guard seen.insert(fieldPlace) else { throw fault("It is given twice.") }
            try expect(":")
            try member(field, type, &seen)
            path.leave()
        }
        settle(from: firstPart)
        depth -= 1
    }

    private mutating func member(
        _ field: FieldType, _ type: MessageType, _ seen: inout SeenFields
    ) throws(TranscodingFault) {
        if cursor.next == UInt8(ascii: "n"), !takesNull(field) {
            return try expectNull()
        }
        if let oneof = field.oneof, !seen.insert(oneof: oneof) {
            throw fault("Another member of the oneof '\(type.oneofs[oneof])' is given as well; only one may be.")
        }
        let start = output.count
        if type.isMessageSet { beginMessageSetItem(field) }
        switch field.shape {
        case .singular: try singular(type.isMessageSet ? 3 : field.number, field)
        case .repeated(let isPacked): try list(field, isPacked: isPacked)
        case .map: try map(field)
        }
        if type.isMessageSet { output.tag(1, .endGroup) }
        if output.count > start { parts.append(Part(number: field.number, start: start)) }
    }

    private mutating func singular(_ number: UInt32, _ field: FieldType) throws(TranscodingFault) {
        let start = output.count
        output.tag(number, field.kind.wireType)
        let content = output.count
        try value(field.kind, number)
        if !field.hasPresence, output.bytes[content...].allSatisfy({ $0 == 0 }) {
            output.bytes.removeSubrange(start...)
        }
    }

    private mutating func beginMessageSetItem(_ field: FieldType) {
        output.tag(1, .startGroup)
        output.tag(2, .varint)
        output.varint(UInt64(field.number))
    }

    mutating func enter() throws(TranscodingFault) {
        depth += 1
        guard depth <= TranscodingOptions.maxDepth else {
            throw fault("Messages stand in each other at most \(TranscodingOptions.maxDepth) deep.")
        }
    }

    func takesNull(_ field: FieldType) -> Bool {
        guard field.isSingular else { return false }
        return takesNull(field.kind)
    }

    /// Only a google.protobuf.Value and a NullValue have a null of their own; elsewhere it means that nothing is set.
    func takesNull(_ kind: FieldKind) -> Bool {
        switch kind {
        case .message(let place): pool.messages[place].form == .value
        case .enumeration(let place): pool.enums[place].isNull
        default: false
        }
    }

    private func field(
        named name: ArraySlice<UInt8>, of message: Int, _ type: MessageType
    ) throws(TranscodingFault) -> (FieldType, Int) {
        if let place = type.place(ofName: name) { return (type.fields[place], place) }
        if name.first == UInt8(ascii: "["),
            let place = pool.place(ofExtension: String(decoding: name, as: UTF8.self), of: message)
        {
            return (pool.extensions[place], ~place)
        }
        throw fault("\(type.fullName) has no such field; check its spelling.")
    }
}
