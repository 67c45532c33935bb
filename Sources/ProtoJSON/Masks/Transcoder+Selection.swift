extension Transcoder {
    /// Reads which fields are asked for, and checks that the message has them.
    ///
    /// - Parameters:
    ///   - text: as ``FieldSelection`` says; at most 4 KiB, 32 names deep and 500 names in all.
    ///   - type: the full name of the message that its paths begin in.
    /// - Throws: with the path that is wrong: parentheses that do not match, a name that is missing, a field that there
    ///   is not, a path that goes on where nothing can follow, or an index.
    public func selection(_ text: String, of type: String) throws(TranscodingFault) -> FieldSelection {
        let place = try pool.place(ofDescribed: type)
        let tree = try SelectionParser.parse(text)
        var check = SelectionCheck(pool, tree)
        if let fault = check.fault(in: place) { throw fault }
        return tree.selection(of: type)
    }

    /// The selected part of a message in ProtoJSON.
    ///
    /// What is selected and not there stays absent. A message in which nothing selected is set is `{}`; lists and maps
    /// of which nothing is left are absent. An Any that is reached keeps its `@type`. Where it is of a described type
    /// that is an object, or a Struct, it is filtered within; with JSON of a type that is not described the names are
    /// taken as they stand; any other is kept whole. The `value` of a Struct may be named or left out. A path that goes
    /// on where such JSON has no object selects nothing there.
    ///
    /// - Parameter json: as ``json(of:type:)`` writes it.
    /// - Throws: when the text is not well formed.
    public func json(_ json: [UInt8], selecting selection: FieldSelection) throws(TranscodingFault) -> [UInt8] {
        if selection.isEverything { return json }
        var mask = JSONMask(pool, selection, json)
        return try mask.whole(pool.place(ofDescribed: selection.type))
    }

    /// The selected part of a message in binary. Its JSON is what ``json(_:selecting:)`` makes of the JSON of the whole.
    ///
    /// Fields are written by number. An Any of a type that is not described is kept whole once it is reached.
    ///
    /// - Throws: when the bytes are no message of the selection's type.
    public func binary(_ bytes: [UInt8], selecting selection: FieldSelection) throws(TranscodingFault) -> [UInt8] {
        if selection.isEverything { return bytes }
        var mask = MessageMask(pool, selection, try Self.checked(bytes))
        return try mask.whole(pool.place(ofDescribed: selection.type))
    }
}
