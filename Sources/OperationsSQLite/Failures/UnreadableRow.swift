/// A row holds what this version cannot read: the file was changed by other hands.
struct UnreadableRow: Error {
    let what: String
}
