import GRPCCore
import HTTPTranscoding
import OperationsAPI
import OperationsEngine

/// What a path and a method lead to.
enum RESTTarget: Sendable {
    case method(RESTMethod, HTTPRule)
    /// Methods of a service that it does not offer have their paths all the same, so that a caller learns why.
    case notOffered(ServiceMethod, ServiceProfile)
    case liveness
    case readiness
    case openAPI
}

/// A template with its method, and what they lead to.
struct RESTRoute: Sendable {
    let method: String
    let template: HTTPTemplate
    let target: RESTTarget
    /// Another service may offer on a path what this one does not.
    var priority: Int { if case .notOffered = target { 1 } else { 0 } }

    init(_ method: String, _ template: HTTPTemplate, _ target: RESTTarget) {
        self.method = method
        self.template = template
        self.target = target
    }
}

/// Makes the routes of all that is served over REST: every one is a template.
struct RESTRoutes {
    private(set) var all: [RESTRoute] = []
    private let methods: RESTMethods

    init(_ methods: RESTMethods, _ services: ServiceCatalogue) throws {
        self.methods = methods
        try addProbes()
        try addLongrun()
        try addLocations()
        for profile in services.isOpen ? [try .everything] : services.profiles { try add(profile) }
    }

    mutating func bind(_ method: MethodDescriptor, _ rule: HTTPRule) {
        guard let target = methods[method] else { return }
        all.append(RESTRoute(rule.method, rule.template, .method(target, rule)))
    }

    private mutating func addProbes() throws(HTTPTemplateFault) {
        all.append(RESTRoute("GET", try HTTPTemplate("/healthz"), .liveness))
        all.append(RESTRoute("GET", try HTTPTemplate("/readyz"), .readiness))
        all.append(RESTRoute("GET", try HTTPTemplate("/openapi.json"), .openAPI))
    }

    private mutating func addLocations() throws(HTTPTemplateFault) {
        typealias Method = Google_Cloud_Location_Locations.Method
        for path in ["/v1/{name=locations}", "/v1/{name=projects/*}/locations"] {
            bind(Method.ListLocations.descriptor, HTTPRule("GET", try HTTPTemplate(path).underEveryVersion))
        }
        for path in ["/v1/{name=locations/*}", "/v1/{name=projects/*/locations/*}"] {
            bind(Method.GetLocation.descriptor, HTTPRule("GET", try HTTPTemplate(path).underEveryVersion))
        }
    }

    private mutating func add(_ profile: ServiceProfile) throws {
        for binding in try profile.rules {
            guard profile.methods.contains(binding.method) else {
                let target = RESTTarget.notOffered(binding.method, profile)
                all.append(RESTRoute(binding.rule.method, binding.rule.template, target))
                continue
            }
            bind(binding.method.descriptor, binding.rule)
        }
    }
}

extension ServiceMethod {
    fileprivate var descriptor: MethodDescriptor {
        switch self {
        case .list: Google_Longrunning_Operations.Method.ListOperations.descriptor
        case .get: Google_Longrunning_Operations.Method.GetOperation.descriptor
        case .delete: Google_Longrunning_Operations.Method.DeleteOperation.descriptor
        case .cancel: Google_Longrunning_Operations.Method.CancelOperation.descriptor
        case .wait: Google_Longrunning_Operations.Method.WaitOperation.descriptor
        case .getIamPolicy: Google_Iam_V1_IAMPolicy.Method.GetIamPolicy.descriptor
        case .setIamPolicy: Google_Iam_V1_IAMPolicy.Method.SetIamPolicy.descriptor
        case .testIamPermissions: Google_Iam_V1_IAMPolicy.Method.TestIamPermissions.descriptor
        }
    }
}
