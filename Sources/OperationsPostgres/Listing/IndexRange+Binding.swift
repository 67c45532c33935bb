import OperationsCore
import PostgresClient

extension IndexRange {
    /// Binds the fixed values, the first place and the end.
    func bind(to binder: inout PostgresBinder) {
        for value in values { binder.kept(value.text) }
        for place in [first, end] {
            if index.isByTime { binder.time(place.time ?? Timestamp(microseconds: 0)) }
            binder.text(Self.bound(place.name.text))
        }
    }

    /// A text before and behind which the same names stand, without NUL, which PostgreSQL cannot take. Names hold nothing
    /// below '!', so all that begins with what stands before a NUL is behind it.
    static func bound(_ text: String) -> String {
        guard let end = text.utf8.firstIndex(of: 0) else { return text }
        return text[..<end] + "\u{1}"
    }
}
