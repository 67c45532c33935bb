import OperationsCore

/// A row holds what this version of the program never wrote.
struct UnreadableRow: Error, CustomStringConvertible {
    let what: String
    /// The operation whose row it is, or to which it belongs; nil when there is none.
    var name: OperationName?

    var description: String { "The database gave what cannot be read: \(what)." }

    /// The same, found in a row of this operation.
    func of(_ name: OperationName) -> UnreadableRow {
        UnreadableRow(what: what, name: name)
    }
}

/// Rows of these operations are locked by somebody else.
struct HeldRows: Error, CustomStringConvertible {
    let names: Set<OperationName>

    var description: String { "Rows are locked by another session." }
}
