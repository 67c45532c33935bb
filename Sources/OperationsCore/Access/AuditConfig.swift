/// Which accesses to a service are to be logged (google.iam.v1.AuditConfig). It is kept and shown, and not acted on.
public struct AuditConfig: Hashable, Sendable {
    /// `allServices` means every one.
    public var service: String
    public var logConfigs: [AuditLogConfig]

    public init(service: String, logConfigs: [AuditLogConfig]) {
        self.service = service
        self.logConfigs = logConfigs
    }
}

/// One kind of access, and whose accesses are left out.
public struct AuditLogConfig: Hashable, Sendable {
    public enum LogType: String, CaseIterable, Sendable {
        case adminRead = "ADMIN_READ"
        case dataWrite = "DATA_WRITE"
        case dataRead = "DATA_READ"
    }

    public var logType: LogType
    /// Written as the members of a binding.
    public var exemptedMembers: [String]

    public init(logType: LogType, exemptedMembers: [String] = []) {
        self.logType = logType
        self.exemptedMembers = exemptedMembers
    }
}
