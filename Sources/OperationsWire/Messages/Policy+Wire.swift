public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Google_Iam_V1_Policy {
    public init(_ policy: Policy) {
        self.init()
        version = policy.version
        etagBytes = policy.etag
        bindings = policy.bindings.map(Google_Iam_V1_Binding.init)
        auditConfigs = policy.auditConfigs.map(Google_Iam_V1_AuditConfig.init)
    }
}

extension Policy {
    /// Takes the policy of a request.
    ///
    /// - Throws: INVALID_FIELD when the request has none, or a log type is none.
    public init(_ request: Google_Iam_V1_SetIamPolicyRequest) throws(ServiceError) {
        guard request.hasPolicy else {
            throw .invalid("policy", "Send the policy that is to be set; an empty one removes all bindings.")
        }
        try self.init(request.policy, field: "policy")
    }

    /// - Parameter field: where it stands in the request, for the error.
    public init(_ message: Google_Iam_V1_Policy, field: String) throws(ServiceError) {
        self.init(version: message.version, bindings: message.bindings.map(PolicyBinding.init), etag: message.etagBytes)
        for (index, config) in message.auditConfigs.enumerated() {
            auditConfigs.append(try AuditConfig(config, field: "\(field).audit_configs[\(index)]"))
        }
    }
}

extension Google_Iam_V1_TestIamPermissionsResponse {
    public init(_ permissions: [String]) {
        self.init()
        self.permissions = permissions
    }
}

extension Google_Iam_V1_Binding {
    fileprivate init(_ binding: PolicyBinding) {
        self.init()
        role = binding.role
        members = binding.members
        guard let condition = binding.condition else { return }
        self.condition = .with {
            $0.expression = condition.expression
            $0.title = condition.title
            $0.description_p = condition.description
            $0.location = condition.location
        }
    }
}

extension PolicyBinding {
    fileprivate init(_ message: Google_Iam_V1_Binding) {
        self.init(role: message.role, members: message.members)
        guard message.hasCondition else { return }
        condition = PolicyCondition(
            expression: message.condition.expression, title: message.condition.title,
            description: message.condition.description_p, location: message.condition.location)
    }
}

extension Google_Iam_V1_AuditConfig {
    fileprivate init(_ config: AuditConfig) {
        self.init()
        service = config.service
        auditLogConfigs = config.logConfigs.map { log in
            .with {
                $0.logType = Google_Iam_V1_AuditLogConfig.LogType(log.logType)
                $0.exemptedMembers = log.exemptedMembers
            }
        }
    }
}

extension AuditConfig {
    fileprivate init(_ message: Google_Iam_V1_AuditConfig, field: String) throws(ServiceError) {
        self.init(service: message.service, logConfigs: [])
        for (index, log) in message.auditLogConfigs.enumerated() {
            guard let type = AuditLogConfig.LogType(log.logType) else {
                throw .invalid(
                    "\(field).audit_log_configs[\(index)].log_type", "Use ADMIN_READ, DATA_WRITE or DATA_READ.")
            }
            logConfigs.append(AuditLogConfig(logType: type, exemptedMembers: log.exemptedMembers))
        }
    }
}

extension Google_Iam_V1_AuditLogConfig.LogType {
    fileprivate init(_ type: AuditLogConfig.LogType) {
        self =
            switch type {
            case .adminRead: .adminRead
            case .dataWrite: .dataWrite
            case .dataRead: .dataRead
            }
    }
}

extension AuditLogConfig.LogType {
    fileprivate init?(_ type: Google_Iam_V1_AuditLogConfig.LogType) {
        switch type {
        case .adminRead: self = .adminRead
        case .dataWrite: self = .dataWrite
        case .dataRead: self = .dataRead
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}
