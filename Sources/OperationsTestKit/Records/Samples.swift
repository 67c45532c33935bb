public import OperationsCore

/// Values for tests, with every field filled where that matters.
public enum Samples {
    public static func payload(_ text: String = "hello", type: String = "example.Note") -> Payload {
        .binary(typeURL: "type.googleapis.com/\(type)", bytes: Array(text.utf8))
    }

    public static func json(_ text: String = #"{"a":1}"#, type: String = "example.Unknown") -> Payload {
        .json(typeURL: "type.googleapis.com/\(type)", text: text)
    }

    /// A start that fills every field, with text that is hard to keep: NULs, quotes, more than ASCII.
    public static func fullStart(_ id: String = "full", at now: Timestamp) throws -> StartRequest {
        StartRequest(
            parent: try Parent("projects/p/locations/l"), operationID: id,
            requestID: "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b61", queue: "e-mails",
            request: .binary(typeURL: "type.googleapis.com/example.Note", bytes: (0...255).map(UInt8.init)),
            metadata: json("{\"text\":\"a\u{0}b é 🙂\"}"), labels: ["team": "ünïcode \"quoted\"", "": "\\", "a/b": ""],
            priority: -7, scheduleTime: now + .seconds(5), deadline: now + .seconds(3_600),
            attemptTimeout: .milliseconds(1_500),
            retryPolicy: RetryPolicy(
                maxAttempts: 3, initialBackoff: .milliseconds(250), maxBackoff: .seconds(9), backoffMultiplier: 1.7,
                retryableCodes: [.unavailable, .aborted, .internal]), timeToLive: .seconds(60))
    }

    public static func failure(
        token: String, code: StatusCode = .unavailable, retryable: Bool? = nil, details: [Payload] = [],
        digest: UInt8 = 2
    ) -> Failure {
        Failure(
            token: token, error: Status(code: code, message: "it\u{0} broke", details: details), retryable: retryable,
            metadata: nil, digest: ContentDigest(bytes: [digest]), jitter: 0.5)
    }

    /// A policy that fills every field, with text that is hard to keep.
    public static func policy(_ number: Int = 0) -> Policy {
        let condition = PolicyCondition(
            expression: "a == \"\\u0000\"", title: "t\u{0}", description: "é 🙂", location: "a/b")
        return Policy(
            version: 3,
            bindings: [
                PolicyBinding(role: "roles/r\(number)", members: ["allUsers", ""], condition: condition),
                PolicyBinding(role: "", members: []),
                PolicyBinding(role: "", members: ["\\"], condition: PolicyCondition(expression: "")),
            ],
            auditConfigs: AuditLogConfig.LogType.allCases.map { type in
                let log = AuditLogConfig(logType: type, exemptedMembers: ["user:\(type)@example.com"])
                return AuditConfig(service: "s", logConfigs: [log, log])
            }, etag: [0, 0xFF, UInt8(truncatingIfNeeded: number)])
    }
}
