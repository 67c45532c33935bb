/// A failure that a caller sees: a stable reason, a sentence that says what to do, and the values it names.
public struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One field of the request that is wrong.
    public struct FieldViolation: Hashable, Sendable {
        /// A path in proto names, such as `requests[3].lease_token`.
        public var field: String
        public var description: String

        public init(field: String, description: String) {
            self.field = field.cut(to: ServiceError.longestText)
            self.description = description.cut(to: ServiceError.longestText)
        }
    }

    /// The most bytes of any text in it, so that it fits into the headers of an answer.
    static let longestText = 1_024

    public var reason: ErrorReason
    public var message: String
    /// The request's own values that the message mentions.
    public var metadata: [String: String]
    public var violations: [FieldViolation]
    /// When it makes sense to try again.
    public var retryDelay: Duration?

    public init(
        _ reason: ErrorReason, _ message: String, metadata: [String: String] = [:], violations: [FieldViolation] = [],
        retryDelay: Duration? = nil
    ) {
        self.reason = reason
        self.message = message.cut(to: Self.longestText)
        self.metadata = metadata.mapValues { $0.cut(to: Self.longestText) }
        self.violations = violations
        self.retryDelay = retryDelay
    }

    public var description: String { "\(reason.rawValue): \(message)" }
}

extension ServiceError {
    /// A field whose value is not allowed.
    ///
    /// - Parameters:
    ///   - field: the path of the field in proto names.
    ///   - description: a full sentence on what is expected.
    public static func invalid(
        _ field: String, _ description: String, reason: ErrorReason = .invalidField
    ) -> ServiceError {
        ServiceError(
            reason, "Invalid value in field '\(field)'. \(description)", metadata: ["field": field],
            violations: [FieldViolation(field: field, description: description)])
    }

    public static func notFound(_ name: OperationName) -> ServiceError {
        ServiceError(
            .operationNotFound, "Operation '\(name)' was not found. Check the name, or list its parent.",
            metadata: ["name": name.text])
    }

    public static func gone(_ tombstone: Tombstone) -> ServiceError {
        let name = tombstone.name
        return switch tombstone.cause {
        case .deleted:
            ServiceError(.operationDeleted, "Operation '\(name)' was deleted.", metadata: ["name": name.text])
        case .expired:
            ServiceError(
                .operationExpired, "Operation '\(name)' has expired: it was finished and its time to live is over.",
                metadata: ["name": name.text])
        }
    }

    public static func alreadyExists(_ name: OperationName) -> ServiceError {
        ServiceError(
            .operationAlreadyExists,
            "Operation '\(name)' already exists, or did until recently. Choose another operation_id.",
            metadata: ["name": name.text])
    }

    /// A method that none of the services has whose operations have such names.
    public static func notOffered(_ method: String, services: [String], offered: [String]) -> ServiceError {
        let names = services.map { "'\($0)'" }.joined(separator: ", ")
        let list = offered.joined(separator: ", ")
        return ServiceError(
            .methodNotOffered,
            services.count == 1
                ? "The service \(names) does not offer \(method). It offers: \(list)."
                : "None of the services \(names) offers \(method). They offer: \(list).",
            metadata: ["service": services.joined(separator: ","), "method": method])
    }

    /// A name that no service has.
    public static func noService(_ name: String) -> ServiceError {
        ServiceError(
            .serviceNotFound,
            "No service here has operations with names such as '\(name.echoed)'. Check what comes before the id.",
            metadata: ["name": name.echoed])
    }

    static func leaseLost(_ record: OperationRecord) -> ServiceError {
        let sentence =
            record.isDone
            ? "the operation is finished"
            : "the lease has run out, was given back, or belongs to another worker"
        return ServiceError(
            .leaseLost, "The lease token for operation '\(record.name)' is not valid: \(sentence). Stop this attempt.",
            metadata: ["name": record.name.text])
    }

    /// The same error with every field path below `prefix`, for items of a batch.
    public func within(_ prefix: String) -> ServiceError {
        guard !violations.isEmpty else { return self }
        var copy = self
        copy.violations = violations.map {
            FieldViolation(field: $0.field.isEmpty ? prefix : "\(prefix).\($0.field)", description: $0.description)
        }
        if let field = copy.violations.first?.field {
            copy.metadata["field"] = field
            copy.message = "Invalid value in field '\(field)'. \(copy.violations[0].description)"
        }
        return copy
    }
}
