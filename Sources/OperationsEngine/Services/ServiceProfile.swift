public import HTTPTranscoding
import OperationsCore

/// A service as its clients know it: the names its operations have, and what can be done with them.
///
/// ```swift
/// var vision = ServiceProfile(name: "vision.googleapis.com", resources: [try HTTPTemplate("/operations/*")])
/// vision.methods = [.get]
/// ```
public struct ServiceProfile: Sendable {
    /// What the `name` of ListOperations holds in the templates of a service; callers may use either (contract: both
    /// occur in Google's services).
    public enum ListConvention: String, Sendable, CaseIterable {
        /// `projects/p`, whose path is `/v1/{name=projects/*}/operations`.
        case parent
        /// `projects/p/operations`, whose path is `/v1/{name=projects/*/operations}`.
        case collection
    }

    /// One more way to call a method over REST.
    public struct Binding: Hashable, Sendable {
        public let method: ServiceMethod
        public let rule: HTTPRule

        public init(_ method: ServiceMethod, _ rule: HTTPRule) {
            self.method = method
            self.rule = rule
        }
    }

    /// Such as `dataproc.googleapis.com`.
    public var name: String
    /// The first segments of its paths over REST, such as `v1`; empty means every version.
    public var versions: [String] = []
    /// The names of its operations as templates with a slash before them, such as `/projects/*/operations/*`.
    public var resources: [HTTPTemplate]
    /// Default parent.
    public var listConvention = ListConvention.parent
    /// Default all.
    public var methods = Set(ServiceMethod.allCases)
    /// Beside those that follow from the resources.
    public var bindings: [Binding] = []
    /// What the names of its permissions begin with. Default `longrun.operations`.
    public var permissionPrefix = PermissionTest.defaultPrefix
    /// The full name of the message that is shown as metadata where nobody gave any. Default: a Struct.
    public var metadataType: String?
    /// How long its operations are kept after their end, when neither the start nor the queue says. Default: as long as
    /// any.
    public var timeToLive: Duration?

    public init(name: String, resources: [HTTPTemplate]) {
        self.name = name
        self.resources = resources
    }
}
