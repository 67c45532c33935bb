extension MessageMask {
    /// Writes one occurrence of a field as it stands.
    mutating func copy(_ occurrence: Occurrence, _ field: FieldType, _ isMessageSet: Bool) {
        let content = source.input[occurrence.range]
        switch occurrence.isPacked ? .lengthDelimited : field.kind.wireType {
        case .lengthDelimited where !isMessageSet:
            output.tag(field.number, .lengthDelimited)
            output.content(content)
        case .lengthDelimited, .startGroup, .endGroup:
            let start = begin(field, isMessageSet)
            output.bytes.append(contentsOf: content)
            end(field, start, isMessageSet)
        case let scalar:
            output.tag(field.number, scalar)
            output.bytes.append(contentsOf: content)
        }
    }

    /// Writes what stands before a message, whose length is not known yet.
    ///
    /// - Returns: where it begins, for `end`.
    mutating func begin(_ field: FieldType, _ isMessageSet: Bool) -> Int {
        if isMessageSet {
            output.tag(1, .startGroup)
            output.tag(2, .varint)
            output.varint(UInt64(field.number))
            output.tag(3, .lengthDelimited)
            return output.begin()
        }
        output.tag(field.number, field.kind.wireType)
        return field.kind.wireType == .startGroup ? output.count : output.begin()
    }

    mutating func end(_ field: FieldType, _ start: Int, _ isMessageSet: Bool) {
        if isMessageSet {
            output.end(start)
            output.tag(1, .endGroup)
        } else if field.kind.wireType == .startGroup {
            output.tag(field.number, .endGroup)
        } else {
            output.end(start)
        }
    }
}
