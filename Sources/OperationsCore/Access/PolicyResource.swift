/// What a policy can stand at: an operation, or a parent of operations.
public enum PolicyResource: Hashable, Sendable {
    case operation(OperationName)
    /// Not the root. Parents are not made: each exists always.
    case parent(Parent)

    /// Reads a full name: `{parent}/operations/{id}`, or else a parent such as `projects/p/locations/l`.
    ///
    /// - Parameter field: the request's field that holds it, for the error.
    public init(_ text: String, field: String = "resource") throws(ServiceError) {
        guard !text.isEmpty else { throw .invalid(field, Self.rule) }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        if segments.dropLast().last == NameSyntax.collection[...] {
            self = .operation(try OperationName(text, field: field))
            return
        }
        guard let parent = try? Parent(text, field: field) else { throw .invalid(field, Self.rule) }
        self = .parent(parent)
    }

    public var name: String {
        switch self {
        case .operation(let name): name.text
        case .parent(let parent): parent.text
        }
    }

    private static let rule =
        "Name an operation, as in 'projects/p/locations/l/operations/ID', or a parent, as in 'projects/p/locations/l'."
}
