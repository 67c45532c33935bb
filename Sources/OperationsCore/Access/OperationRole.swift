/// What can be permitted on operations; the last word of a permission.
enum OperationVerb: String, CaseIterable, Sendable {
    case get, list, wait, cancel, delete, getIamPolicy, setIamPolicy
}

/// What a role permits on operations.
///
/// There are the basic roles, `roles/viewer`, `roles/editor` and `roles/owner`, and for a service such as `dataproc`
/// the roles `roles/dataproc.viewer`, `.editor`, `.admin` and `.owner`.
enum OperationRole {
    case viewer, editor, owner

    static let basicNames: Set<String> = ["roles/viewer", "roles/editor", "roles/owner"]

    /// - Parameter service: the first component of the permissions that are asked for.
    /// - Returns: nil for a role that permits nothing here.
    init?(named name: String, service: Substring) {
        switch name {
        case "roles/viewer", "roles/\(service).viewer": self = .viewer
        case "roles/editor", "roles/\(service).editor": self = .editor
        case "roles/owner", "roles/\(service).owner", "roles/\(service).admin": self = .owner
        default: return nil
        }
    }

    var verbs: Set<OperationVerb> {
        switch self {
        case .viewer: [.get, .list, .wait, .getIamPolicy]
        case .editor: OperationRole.viewer.verbs.union([.cancel, .delete])
        case .owner: Set(OperationVerb.allCases)
        }
    }
}
