extension JSONMask {
    /// Writes the selected part of an Any. Its type stays with it, so that it can still be read.
    mutating func any(_ nodes: [Int]) throws(Fault) -> Bool {
        let start = try startOfValue()
        let written = output.bytes.count
        let isFiltered: Bool
        switch try typeName(from: start) {
        case .unset, .unreadable: isFiltered = false
        case .undescribed: isFiltered = try undescribed(nodes)
        case .described(let place):
            switch pool.messages[place].form {
            case nil: isFiltered = try described(place, nodes)
            case .structure: isFiltered = try structure(place, nodes)
            default: isFiltered = false
            }
        }
        guard !isFiltered else { return true }
        cursor.seek(start)
        output.bytes.removeSubrange(written...)
        try copy()
        return true
    }

    private enum Kind {
        case unset, undescribed, unreadable
        case described(Int)
    }

    /// Looks ahead for `@type`, which the renderer writes first, but others need not.
    private mutating func typeName(from start: Int) throws(Fault) -> Kind {
        defer { cursor.seek(start) }
        try cursor.expect("{")
        var items = JSONItems(end: "}")
        while try items.hasNext(&cursor) {
            let isType = try cursor.string().elementsEqual("@type".utf8)
            try cursor.expect(":")
            guard isType else {
                let before = cursor.index
                try skip()
                lookAhead += cursor.index - before
                // Objects that stand in each other, each with its type last, are read once more at every level.
                guard lookAhead <= 16 * cursor.bytes.count else { return .unreadable }
                continue
            }
            guard cursor.next == UInt8(ascii: "\"") else { return .unreadable }
            guard let name = TypeURL.fullName(try cursor.string()), let place = pool.place(ofMessage: name) else {
                return .undescribed
            }
            return .described(place)
        }
        return .unset
    }

    /// - Returns: false when it has a member that its type has not: then it holds bytes in base64.
    private mutating func described(_ place: Int, _ nodes: [Int]) throws(Fault) -> Bool {
        let type = pool.messages[place]
        var isForeign = false
        _ = try object { mask, name in
            if name.elementsEqual("@type".utf8) { return (.nothing, .everything) }
            guard let (field, fieldPlace) = mask.pool.field(named: name, of: place) else {
                isForeign = true
                return nil
            }
            return mask.selection.focus(nodes, on: field, at: fieldPlace, of: type).map {
                (mask.pool.selectable(in: field), $0)
            }
        }
        return !isForeign
    }

    /// A Struct stands under `value`, which a path may name or leave out.
    ///
    /// - Returns: false when it is none.
    private mutating func structure(_ place: Int, _ nodes: [Int]) throws(Fault) -> Bool {
        let focus = selection.focusOnStruct(nodes)
        var isForeign = false
        _ = try object { mask, name in
            if name.elementsEqual("@type".utf8) { return (.nothing, .everything) }
            if mask.cursor.next != UInt8(ascii: "{") || !name.elementsEqual("value".utf8) { isForeign = true }
            return (.dynamic(.structure, place), focus)
        }
        return !isForeign
    }

    /// - Returns: false when it holds bytes in base64, which have no parts.
    private mutating func undescribed(_ nodes: [Int]) throws(Fault) -> Bool {
        var names = 0
        var isBytes = false
        _ = try object { mask, name in
            names += 1
            if name.elementsEqual("value".utf8), mask.cursor.next == UInt8(ascii: "\"") { isBytes = true }
            if name.elementsEqual("@type".utf8) { return (.nothing, .everything) }
            return mask.selection.focus(nodes, on: name).map { (.undescribed, $0) }
        }
        return !(isBytes && names == 2)
    }
}

extension FieldSelection {
    /// What is selected within a Struct in an Any.
    func focusOnStruct(_ places: [Int]) -> Focus {
        switch focus(places, on: Array("value".utf8)[...]) {
        case .everything: .everything
        case .parts(let inner): .parts(places + inner)
        case nil: .parts(places)
        }
    }
}
