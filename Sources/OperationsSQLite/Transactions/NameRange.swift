import OperationsCore

/// All names that begin with a prefix, as two open bounds on the index of names.
struct NameRange {
    let lower: String
    let upper: String

    /// - Parameter prefix: empty, or ending with a slash; never a name itself.
    init(prefix: String, after: OperationName? = nil) {
        lower = after.map { OperationName(stored: prefix) < $0 ? $0.text : prefix } ?? prefix
        // The byte behind the slash; names hold nothing above '~'.
        upper = prefix.isEmpty ? "\u{7F}" : prefix.dropLast() + "0"
    }

    func bind(to binder: inout Binder) {
        binder.text(lower)
        binder.text(upper)
    }
}
