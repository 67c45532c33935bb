import Foundation
import OperationsCore

/// A policy, into and out of its columns.
enum PolicyColumns {
    /// What is bound; encoding can fail, and binding cannot.
    struct Encoded {
        private let policy: Policy
        private let bindings: String
        private let auditConfigs: String

        init(_ policy: Policy) throws {
            self.policy = policy
            bindings = try encode(policy.bindings.map(StoredBinding.init))
            auditConfigs = try encode(policy.auditConfigs.map(StoredAuditConfig.init))
        }

        func bind(to binder: inout Binder) {
            binder.int(policy.version)
            binder.blob(policy.etag)
            binder.text(bindings)
            binder.text(auditConfigs)
        }
    }

    static func read(_ row: inout RowReader) throws -> Policy {
        let version = row.int32()
        let etag = row.bytes()
        let bindings = try decode([StoredBinding].self, row.text())
        let auditConfigs = try decode([StoredAuditConfig].self, row.text())
        return Policy(
            version: version, bindings: bindings.map(\.value), auditConfigs: try auditConfigs.map { try $0.value },
            etag: etag)
    }

    private static func encode(_ values: [some Encodable]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(values), as: UTF8.self)
    }

    private static func decode<Value: Decodable>(_ type: [Value].Type, _ text: String) throws -> [Value] {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw UnreadableRow(what: "a policy")
        }
    }
}

/// The names of its members are stored; never change one.
private struct StoredBinding: Codable {
    let role: String
    let members: [String]
    let condition: StoredCondition?

    init(_ binding: PolicyBinding) {
        role = binding.role
        members = binding.members
        condition = binding.condition.map(StoredCondition.init)
    }

    var value: PolicyBinding {
        PolicyBinding(role: role, members: members, condition: condition?.value)
    }
}

/// As ``StoredBinding``.
private struct StoredCondition: Codable {
    let expression: String
    let title: String
    let description: String
    let location: String

    init(_ condition: PolicyCondition) {
        expression = condition.expression
        title = condition.title
        description = condition.description
        location = condition.location
    }

    var value: PolicyCondition {
        PolicyCondition(expression: expression, title: title, description: description, location: location)
    }
}

/// As ``StoredBinding``.
private struct StoredAuditConfig: Codable {
    struct Log: Codable {
        let type: String
        let exempted: [String]
    }

    let service: String
    let logs: [Log]

    init(_ config: AuditConfig) {
        service = config.service
        logs = config.logConfigs.map { Log(type: $0.logType.rawValue, exempted: $0.exemptedMembers) }
    }

    var value: AuditConfig {
        get throws {
            let configs = try logs.map { log in
                guard let type = AuditLogConfig.LogType(rawValue: log.type) else {
                    throw UnreadableRow(what: "the log type \(log.type)")
                }
                return AuditLogConfig(logType: type, exemptedMembers: log.exempted)
            }
            return AuditConfig(service: service, logConfigs: configs)
        }
    }
}
