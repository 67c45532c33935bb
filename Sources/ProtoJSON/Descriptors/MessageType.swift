/// A message type.
final class MessageType: Sendable {
    let fullName: String
    /// Ascending by number.
    let fields: [FieldType]
    let form: WellKnownForm?
    let oneofs: [String]
    /// The old encoding that wraps each extension in a group (`message_set_wire_format`).
    let isMessageSet: Bool
    private let names: NameTable
    /// The places of the fields with small numbers; −1 where there is none.
    private let places: [Int16]

    init(
        fullName: String, fields: [FieldType], oneofs: [String], isMessageSet: Bool, form: WellKnownForm?
    ) {
        self.fullName = fullName
        self.fields = fields
        self.oneofs = oneofs
        self.isMessageSet = isMessageSet
        self.form = form
        // JSON names go before names in the `.proto`, where one field's is another's.
        names = NameTable(
            fields.enumerated().map { ($1.jsonName, $0) } + fields.enumerated().map { ($1.name, $0) })
        places = Self.places(of: fields)
    }

    /// The place of the field with a number.
    func place(ofNumber number: UInt32) -> Int? {
        if number < UInt32(places.count) {
            let place = places[Int(number)]
            return place < 0 ? nil : Int(place)
        }
        return fields.place { $0.number < number }.flatMap { fields[$0].number == number ? $0 : nil }
    }

    /// The place of the field that a name in JSON means: the JSON name or the name in the `.proto`.
    func place(ofName name: ArraySlice<UInt8>) -> Int? {
        names[name]
    }

    private static func places(of fields: [FieldType]) -> [Int16] {
        let room = min(fields.last.map { Int($0.number) + 1 } ?? 0, 256)
        var places = [Int16](repeating: -1, count: room)
        for (place, field) in fields.enumerated() where field.number < UInt32(room) {
            places[Int(field.number)] = Int16(place)
        }
        return places
    }
}

extension [FieldType] {
    /// The first place whose element does not come before; nil when all do.
    fileprivate func place(before comesBefore: (FieldType) -> Bool) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low < count ? low : nil
    }
}
