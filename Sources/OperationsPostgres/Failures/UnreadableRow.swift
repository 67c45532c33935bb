/// A row holds what this version of the program never wrote.
struct UnreadableRow: Error {
    let what: String
}
