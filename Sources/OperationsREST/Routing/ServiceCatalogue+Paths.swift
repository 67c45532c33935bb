import HTTPTranscoding
import OperationsAPI
public import OperationsEngine
import OperationsWire
import ProtoJSON
import SwiftProtobuf

extension ServiceCatalogue {
    /// Finds paths that could not be served: what a template or a body binds must be a field of the request.
    ///
    /// - Throws: with a sentence that names the service and the template.
    public func checkPaths() throws {
        for profile in profiles {
            for binding in profile.bindings {
                try Self.check(binding.rule, binding.method.request.protoMessageName, of: profile)
            }
        }
    }

    private static func check(
        _ rule: HTTPRule, _ type: String, of profile: ServiceProfile
    ) throws(RouteFault) {
        let pool = PayloadTypes.shared.transcoder.pool
        for variable in rule.template.variables {
            do throws(TranscodingFault) {
                let leaf = try pool.leaf(at: variable.field, of: type)
                if leaf.isRepeated { throw TranscodingFault(problem: "A list cannot be bound by a path.") }
            } catch {
                throw RouteFault(service: profile.name, template: rule.template, problem: error.problem)
            }
        }
        if case .field(let field) = rule.body, pool.fieldNames(of: type)?.contains(field) != true {
            let problem = "The body cannot be '\(field)': \(type) has no such field."
            throw RouteFault(service: profile.name, template: rule.template, problem: problem)
        }
    }
}

/// Why a template of a service cannot be served.
struct RouteFault: Error, CustomStringConvertible {
    let service: String
    let template: HTTPTemplate
    let problem: String

    var description: String { "The service '\(service)' cannot be served at '\(template)'. \(problem)" }
}

extension ServiceMethod {
    fileprivate var request: any Message.Type {
        switch self {
        case .list: Google_Longrunning_ListOperationsRequest.self
        case .get: Google_Longrunning_GetOperationRequest.self
        case .delete: Google_Longrunning_DeleteOperationRequest.self
        case .cancel: Google_Longrunning_CancelOperationRequest.self
        case .wait: Google_Longrunning_WaitOperationRequest.self
        case .getIamPolicy: Google_Iam_V1_GetIamPolicyRequest.self
        case .setIamPolicy: Google_Iam_V1_SetIamPolicyRequest.self
        case .testIamPermissions: Google_Iam_V1_TestIamPermissionsRequest.self
        }
    }
}
