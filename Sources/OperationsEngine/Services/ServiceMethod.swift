/// What a service can offer for its operations: the methods of google.longrunning.Operations and google.iam.v1.IAMPolicy.
public enum ServiceMethod: String, Sendable, CaseIterable {
    case list
    case get
    case delete
    case cancel
    case wait
    case getIamPolicy
    case setIamPolicy
    case testIamPermissions

    /// As it is called over gRPC.
    public var rpcName: String {
        switch self {
        case .list: "ListOperations"
        case .get: "GetOperation"
        case .delete: "DeleteOperation"
        case .cancel: "CancelOperation"
        case .wait: "WaitOperation"
        case .getIamPolicy: "GetIamPolicy"
        case .setIamPolicy: "SetIamPolicy"
        case .testIamPermissions: "TestIamPermissions"
        }
    }
}
