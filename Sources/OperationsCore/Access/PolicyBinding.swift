/// Gives a role to members (google.iam.v1.Binding).
public struct PolicyBinding: Hashable, Sendable {
    /// Such as `roles/viewer`.
    public var role: String
    /// Such as `allUsers` or `user:ann@example.com`.
    public var members: [String]
    /// Nil: it holds always.
    public var condition: PolicyCondition?

    public init(role: String, members: [String], condition: PolicyCondition? = nil) {
        self.role = role
        self.members = members
        self.condition = condition
    }
}

/// When a binding holds (google.type.Expr). It is kept and shown, and nobody evaluates it yet.
public struct PolicyCondition: Hashable, Sendable {
    /// In the Common Expression Language.
    public var expression: String
    public var title: String
    public var description: String
    /// Where the expression comes from, for its authors.
    public var location: String

    public init(expression: String, title: String = "", description: String = "", location: String = "") {
        self.expression = expression
        self.title = title
        self.description = description
        self.location = location
    }
}
