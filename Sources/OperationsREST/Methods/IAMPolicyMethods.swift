import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// google.iam.v1.IAMPolicy over REST.
extension RESTMethods {
    mutating func addPolicies(_ engine: OperationEngine) {
        typealias Method = Google_Iam_V1_IAMPolicy.Method
        let operations = PublicOperations(engine)
        unary(Method.GetIamPolicy.descriptor) { (request: Google_Iam_V1_GetIamPolicyRequest, _) in
            Google_Iam_V1_Policy(
                try await operations.policy(
                    of: request.resource, requestedVersion: request.options.requestedPolicyVersion))
        }
        unary(Method.SetIamPolicy.descriptor) { (request: Google_Iam_V1_SetIamPolicyRequest, _) in
            Google_Iam_V1_Policy(
                try await operations.setPolicy(
                    Policy(request), of: request.resource, updateMask: request.updateMask.paths))
        }
        unary(Method.TestIamPermissions.descriptor) { (request: Google_Iam_V1_TestIamPermissionsRequest, _) in
            Google_Iam_V1_TestIamPermissionsResponse(
                try await operations.testPermissions(request.permissions, on: request.resource))
        }
    }
}
