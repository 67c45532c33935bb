import Foundation
import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct PolicyWireTests {
    private let policy = Policy(
        version: 3,
        bindings: [
            PolicyBinding(role: "roles/viewer", members: ["allUsers", "user:ann@example.com"]),
            PolicyBinding(
                role: "roles/longrun.editor", members: ["group:team@example.com"],
                condition: PolicyCondition(expression: "true", title: "t", description: "d", location: "l")),
        ],
        auditConfigs: [
            AuditConfig(
                service: "allServices",
                logConfigs: AuditLogConfig.LogType.allCases.map {
                    AuditLogConfig(logType: $0, exemptedMembers: ["user:ann@example.com"])
                })
        ], etag: [0, 0xFF, 7])

    @Test func policiesComeBackAsTheyWere() throws {
        let bytes: [UInt8] = try Google_Iam_V1_Policy(policy).serializedBytes()
        #expect(try Policy(Google_Iam_V1_Policy(serializedBytes: bytes), field: "policy") == policy)
        #expect(try Policy(Google_Iam_V1_Policy(.none), field: "policy") == .none)
    }

    @Test func theirJSONIsThatOfTheContract() throws {
        let json = try Google_Iam_V1_Policy(policy).jsonString()
        for part in [
            #""etag":"AP8H""#, #""version":3"#, #""condition":{"expression":"true","title":"t""#, #""description":"d""#,
            #""auditConfigs":[{"service":"allServices","auditLogConfigs":[{"logType":"ADMIN_READ""#,
        ] {
            #expect(json.contains(part), "\(part) in \(json)")
        }
    }

    @Test func aRequestHasAPolicy() throws {
        var request = Google_Iam_V1_SetIamPolicyRequest()
        let error = #expect(throws: ServiceError.self) { try Policy(request) }
        #expect(error?.reason == .invalidField && error?.violations.first?.field == "policy")
        request.policy = Google_Iam_V1_Policy()
        #expect(try Policy(request) == Policy())
    }

    @Test(arguments: [.unspecified, .UNRECOGNIZED(9)] as [Google_Iam_V1_AuditLogConfig.LogType])
    func unknownLogTypesAreRefused(_ type: Google_Iam_V1_AuditLogConfig.LogType) throws {
        var message = Google_Iam_V1_Policy(policy)
        message.auditConfigs[0].auditLogConfigs[1].logType = type
        let error = #expect(throws: ServiceError.self) { try Policy(message, field: "policy") }
        #expect(error?.violations.first?.field == "policy.audit_configs[0].audit_log_configs[1].log_type")
    }

    /// An empty condition is one, for the rules to refuse, and not none.
    @Test func anEmptyConditionIsKept() throws {
        var message = Google_Iam_V1_Policy(policy)
        message.bindings[0].condition = Google_Type_Expr()
        #expect(try Policy(message, field: "policy").bindings[0].condition == PolicyCondition(expression: ""))
    }

    @Test func aPolicyThatWasChangedIsAborted() {
        #expect(ErrorReason.policyChanged.code == .aborted && ErrorReason.policyChanged.code.httpStatus == 409)
    }
}
