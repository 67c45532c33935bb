import OperationsCore

/// What a page token of a list holds: where the next page begins, and when the list was begun, so that `ago(…)` means
/// the same instant on every page.
struct ListPlace: Hashable {
    let began: Timestamp
    let cursor: ListCursor

    init(began: Timestamp, cursor: ListCursor) {
        self.began = began
        self.cursor = cursor
    }

    /// Nil for a text that ``text`` did not write.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let began = Int64(parts[0]), let name = parts.last else { return nil }
        let time = Int64(parts[1])
        guard time != nil || parts[1] == "-" else { return nil }
        self.began = Timestamp(microseconds: began)
        cursor = ListCursor(time: time.map(Timestamp.init), name: OperationName(stored: String(name)))
    }

    var text: String {
        let time = cursor.time.map { String($0.microseconds) } ?? "-"
        return "\(began.microseconds) \(time) \(cursor.name.text)"
    }
}
