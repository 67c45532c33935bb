/// What is wrong with a filter, and where.
struct FilterFault: Error, Hashable {
    /// A full sentence on what was expected.
    let sentence: String
    let place: SourcePlace

    init(_ sentence: String, at place: SourcePlace) {
        self.sentence = sentence
        self.place = place
    }

    /// The fault as a caller sees it, with the column counted in characters from 1.
    func error(in text: String, field: String) -> ServiceError {
        let column = String(decoding: text.utf8.prefix(place.offset), as: UTF8.self).unicodeScalars.count + 1
        return .invalid(field, "column \(column): \(sentence)", reason: .invalidFilter)
    }
}
