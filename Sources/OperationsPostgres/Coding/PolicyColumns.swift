import OperationsCore
import PostgresClient

/// A policy, into and out of its columns. Its lists are runs of bytes that begin with their version.
enum PolicyColumns {
    private static let version: UInt8 = 1

    static func bind(_ policy: Policy, to binder: inout PostgresBinder) {
        binder.int32(policy.version)
        binder.bytes(policy.etag)
        binder.bytes(encode(policy.bindings))
        binder.bytes(encode(policy.auditConfigs))
    }

    static func read(_ row: inout PostgresRow) throws -> Policy {
        let version = row.int32()
        let etag = row.bytes()
        let bindings = try decodeBindings(row.bytes())
        return Policy(
            version: version, bindings: bindings, auditConfigs: try decodeAuditConfigs(row.bytes()), etag: etag)
    }

    private static func encode(_ bindings: [PolicyBinding]) -> [UInt8] {
        var writer = RunWriter()
        writer.byte(version)
        for binding in bindings {
            writer.text(binding.role)
            writer.texts(binding.members)
            writer.byte(binding.condition == nil ? 0 : 1)
            guard let condition = binding.condition else { continue }
            for text in [condition.expression, condition.title, condition.description, condition.location] {
                writer.text(text)
            }
        }
        return writer.bytes
    }

    private static func encode(_ configs: [AuditConfig]) -> [UInt8] {
        var writer = RunWriter()
        writer.byte(version)
        for config in configs {
            writer.text(config.service)
            writer.count(config.logConfigs.count)
            for log in config.logConfigs {
                writer.text(log.logType.rawValue)
                writer.texts(log.exemptedMembers)
            }
        }
        return writer.bytes
    }

    private static func reader(_ bytes: [UInt8]) throws -> RunReader {
        var reader = RunReader(bytes, what: "a policy")
        guard try reader.byte() == version else { throw reader.unreadable }
        return reader
    }

    private static func decodeBindings(_ bytes: [UInt8]) throws -> [PolicyBinding] {
        var reader = try reader(bytes)
        var bindings: [PolicyBinding] = []
        while !reader.isAtEnd {
            let role = try reader.text()
            let members = try reader.texts()
            let condition = try reader.byte() == 0 ? nil : readCondition(&reader)
            bindings.append(PolicyBinding(role: role, members: members, condition: condition))
        }
        return bindings
    }

    private static func readCondition(_ reader: inout RunReader) throws -> PolicyCondition {
        PolicyCondition(
            expression: try reader.text(), title: try reader.text(), description: try reader.text(),
            location: try reader.text())
    }

    private static func decodeAuditConfigs(_ bytes: [UInt8]) throws -> [AuditConfig] {
        var reader = try reader(bytes)
        var configs: [AuditConfig] = []
        while !reader.isAtEnd {
            let service = try reader.text()
            var logs: [AuditLogConfig] = []
            for _ in 0..<(try reader.count()) {
                guard let type = AuditLogConfig.LogType(rawValue: try reader.text()) else { throw reader.unreadable }
                logs.append(AuditLogConfig(logType: type, exemptedMembers: try reader.texts()))
            }
            configs.append(AuditConfig(service: service, logConfigs: logs))
        }
        return configs
    }
}
