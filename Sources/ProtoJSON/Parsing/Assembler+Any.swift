extension Assembler {
    /// Reads an Any: an object whose `@type` says what its other members are.
    mutating func any(_ place: Int, _ type: MessageType) throws(TranscodingFault) {
        try enter()
        let start = startOfValue
        guard let typeURL = try typeURL() else {
            depth -= 1
            return
        }
        try countLookAhead(cursor.index - start)
        if options.anyContent == .text {
            write(typeURL: typeURL)
            output.tag(2, .lengthDelimited)
            output.content(cursor.bytes[start..<cursor.index])
        } else if let name = TypeURL.fullName(typeURL), let place = pool.place(ofMessage: name) {
            cursor.seek(start)
            write(typeURL: typeURL)
            try described(place)
        } else {
            cursor.seek(start)
            try undescribed(typeURL)
        }
        depth -= 1
    }

    private var startOfValue: Int {
        mutating get {
            _ = cursor.next
            return cursor.index
        }
    }

    /// Goes over an object to find its `@type`, which may stand anywhere.
    ///
    /// - Returns: nil for `{}`, an Any that is not set.
    private mutating func typeURL() throws(TranscodingFault) -> [UInt8]? {
        try expect("{")
        var items = JSONItems(end: "}")
        var typeURL: [UInt8]?
        var isEmpty = true
        while try hasNext(&items) {
            isEmpty = false
            let (start, name) = try memberName()
            guard name.elementsEqual("@type".utf8) else {
                path.enter(.member(start))
                try skipValue()
                path.leave()
                continue
            }
            guard typeURL == nil else { throw fault("'@type' occurs twice.") }
            try expect(":")
            typeURL = try Array(string())
            // Who takes the message reads from the start anyway; text is taken whole.
            if options.anyContent == .message { break }
        }
        if isEmpty { return nil }
        guard let typeURL, typeURL.contains(UInt8(ascii: "/")) else {
            throw fault(
                "An object of any type has a member '@type' such as \"type.googleapis.com/my.package.Message\".")
        }
        return typeURL
    }

    /// Objects of any type that stand in each other, each with its `@type` last, are read once more at every level.
    private mutating func countLookAhead(_ count: Int) throws(TranscodingFault) {
        lookAhead += count
        guard lookAhead <= 16 * cursor.bytes.count else {
            throw fault("Objects of any type stand too deep in each other; put '@type' first.")
        }
    }

    private mutating func write(typeURL: [UInt8]) {
        output.tag(1, .lengthDelimited)
        output.content(typeURL[...])
    }

    private mutating func described(_ place: Int) throws(TranscodingFault) {
        let type = pool.messages[place]
        let before = output.count
        output.tag(2, .lengthDelimited)
        let start = output.begin()
        // Some writers give Empty a `"value": {}`; it means the same.
        if type.form != nil || type.fields.isEmpty {
            try underValue { (assembler) throws(TranscodingFault) in try assembler.message(place) }
        } else {
            try expect("{")
            try members(place, type, isInAny: true)
        }
        if output.count > start { output.end(start) } else { output.bytes.removeSubrange(before...) }
    }

    /// Reads an object of `@type` and `value`.
    private mutating func underValue(
        _ read: (inout Assembler) throws(TranscodingFault) -> Void
    ) throws(TranscodingFault) {
        try expect("{")
        var items = JSONItems(end: "}")
        var hasValue = false
        var hasSeenType = false
        while try hasNext(&items) {
            let (start, name) = try memberName()
            if try skipType(name, &hasSeenType) { continue }
            path.enter(.member(start))
            guard name.elementsEqual("value".utf8) else {
                throw fault("This type stands under 'value', without others.")
            }
            guard !hasValue else { throw fault("It is given twice.") }
            hasValue = true
            try expect(":")
            try read(&self)
            path.leave()
        }
    }

    /// Passes over the member `@type`, which may stand once.
    ///
    /// - Returns: false for another member.
    mutating func skipType(_ name: ArraySlice<UInt8>, _ hasSeenType: inout Bool) throws(TranscodingFault) -> Bool {
        guard name.elementsEqual("@type".utf8) else { return false }
        guard !hasSeenType else { throw fault("'@type' occurs twice.") }
        hasSeenType = true
        try skipValue()
        return true
    }

    /// A type that nobody described: bytes in base64 as a rendered Any has them, else a Struct of all its members.
    private mutating func undescribed(_ typeURL: [UInt8]) throws(TranscodingFault) {
        let start = cursor.index
        if let bytes = try undescribedBytes() {
            write(typeURL: typeURL)
            guard !bytes.isEmpty else { return }
            output.tag(2, .lengthDelimited)
            return output.content(bytes[...])
        }
        cursor.seek(start)
        hasUndescribed = true
        if depth == 1 { undescribedType = String(decoding: typeURL, as: UTF8.self) }
        guard let place = pool.place(ofMessage: "google.protobuf.Struct") else {
            throw fault("Its type is not described here.")
        }
        write(typeURL: Array(Transcoder.structTypeURL.utf8))
        output.tag(2, .lengthDelimited)
        let content = output.begin()
        try message(place)
        output.end(content)
    }

    /// What `{"@type": …, "value": "<base64>"}` holds; nil when the object is another.
    private mutating func undescribedBytes() throws(TranscodingFault) -> [UInt8]? {
        try expect("{")
        var items = JSONItems(end: "}")
        var value: [UInt8]?
        var count = 0
        while try hasNext(&items) {
            count += 1
            let isValue = try memberName().name.elementsEqual("value".utf8)
            try expect(":")
            if isValue, cursor.next == UInt8(ascii: "\"") {
                value = try Array(string())
            } else {
                try read { cursor throws(JSONCursor.Fault) in
                    try cursor.skipValue(depth: TranscodingOptions.maxDepth)
                }
            }
        }
        guard count == 2, let value else { return nil }
        var bytes: [UInt8] = []
        guard Base64.decode(value[...], to: &bytes), Base64.encode(bytes).utf8.elementsEqual(value) else { return nil }
        return bytes
    }
}
