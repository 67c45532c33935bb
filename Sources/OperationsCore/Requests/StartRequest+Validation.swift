/// The checks of a start that need neither time nor store.
extension StartRequest {
    /// Brings the request into its canonical form, or says which field is wrong.
    public func validated() throws(ServiceError) -> StartRequest {
        var copy = self
        copy.requestID = try requestID.map(Self.canonicalUUID)
        if let operationID { _ = try OperationName(parent: parent, callerID: operationID) }
        try FieldRules.checkQueue(queue, field: "queue")
        try checkLabels()
        try checkTimes()
        try retryPolicy.check(field: "retry_policy")
        guard (request?.size ?? 0) + (metadata?.size ?? 0) <= Limits.publicOperationSize else {
            throw .invalid(
                request == nil ? "metadata" : "request",
                "Request and metadata together take more than \(Limits.publicOperationSize) bytes; store the data "
                    + "elsewhere and refer to it.", reason: .payloadTooLarge)
        }
        return copy
    }

    private func checkLabels() throws(ServiceError) {
        guard labels.count <= Limits.labelCount else {
            throw .invalid("labels", "An operation has at most \(Limits.labelCount) labels.")
        }
        for (key, value) in labels {
            guard !key.isEmpty, key.unicodeScalars.count <= Limits.labelKeyLength, FieldRules.isPrintable(key) else {
                throw .invalid(
                    "labels",
                    "A label's key has 1 to \(Limits.labelKeyLength) characters, none of them control characters.")
            }
            guard value.unicodeScalars.count <= Limits.labelValueLength, FieldRules.isPrintable(value) else {
                throw .invalid(
                    "labels.\(key)",
                    "A label's value has at most \(Limits.labelValueLength) characters, none of them control characters."
                )
            }
        }
    }

    private func checkTimes() throws(ServiceError) {
        if let deadline, let scheduleTime, deadline <= scheduleTime {
            throw .invalid("deadline", "The deadline must lie after schedule_time.")
        }
        if let attemptTimeout, attemptTimeout <= .zero {
            throw .invalid("attempt_timeout", "The timeout must be longer than 0 s; leave it out for none.")
        }
        if let timeToLive, timeToLive < .zero {
            throw .invalid("ttl", "The time to live must not be negative; leave it out for the server's default.")
        }
    }

    /// Request ids are compared as UUIDs, so that upper and lower case are the same (AIP-155).
    static func canonicalUUID(_ text: String) throws(ServiceError) -> String {
        let lower = text.lowercased()
        let isUUID =
            lower.utf8.count == 36
            && lower.utf8.enumerated().allSatisfy { index, byte in
                switch index {
                case 8, 13, 18, 23: byte == UInt8(ascii: "-")
                default:
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
                }
            }
        guard isUUID else {
            throw .invalid("request_id", "Use a UUID, such as 7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b61.")
        }
        return lower
    }
}

extension RetryPolicy {
    func check(field: String) throws(ServiceError) {
        guard Limits.maxAttempts.contains(maxAttempts) else {
            throw .invalid("\(field).max_attempts", "The number of attempts lies between 1 and 100000.")
        }
        guard initialBackoff >= .zero else {
            throw .invalid("\(field).initial_backoff", "The back-off must not be negative.")
        }
        guard maxBackoff >= initialBackoff else {
            throw .invalid("\(field).max_backoff", "The greatest back-off must not be less than the initial one.")
        }
        guard backoffMultiplier >= 1, backoffMultiplier <= 1_000 else {
            throw .invalid("\(field).backoff_multiplier", "The multiplier lies between 1 and 1000.")
        }
        guard !retryableCodes.contains(.ok) else {
            throw .invalid("\(field).retryable_codes", "OK is not a failure; use codes 1 to 16.")
        }
    }
}
