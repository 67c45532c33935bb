/// A row holds what this version of the program never wrote.
struct UnreadableRow: Error, CustomStringConvertible {
    let what: String

    var description: String { "The database gave what cannot be read: \(what)." }
}
