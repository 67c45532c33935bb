public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

/// The domain of every ErrorInfo.
public let errorDomain = "longrun.dev"

extension ServiceError {
    public var code: StatusCode { reason.code }

    /// The same error as REST callers see it: field paths in lowerCamelCase.
    public var withJSONFieldNames: ServiceError {
        var copy = self
        copy.violations = violations.map {
            FieldViolation(field: lowerCamelCase($0.field), description: $0.description)
        }
        if let field = metadata["field"] {
            let spelled = lowerCamelCase(field)
            copy.metadata["field"] = spelled
            copy.message = message.replacing("'\(field)'", with: "'\(spelled)'", maxReplacements: 1)
        }
        return copy
    }
}

extension Google_Rpc_Status {
    /// An error as it is answered: an ErrorInfo always, and a BadRequest and a RetryInfo where they say more.
    public init(_ error: ServiceError) {
        self.init()
        code = error.code.rawValue
        message = error.message
        details = [Google_Protobuf_Any(packing: Google_Rpc_ErrorInfo(error.reason, metadata: error.metadata))]
        if !error.violations.isEmpty {
            details.append(Google_Protobuf_Any(packing: Google_Rpc_BadRequest(error.violations)))
        }
        if let delay = error.retryDelay {
            var info = Google_Rpc_RetryInfo()
            info.retryDelay = Google_Protobuf_Duration(delay)
            details.append(Google_Protobuf_Any(packing: info))
        }
    }
}

extension Google_Rpc_Status {
    /// An error that no server answered, in the same form.
    ///
    /// - Parameter reason: of its ErrorInfo.
    public init(_ code: StatusCode, _ message: String, reason: String) {
        self.init()
        self.code = code.rawValue
        self.message = message
        var info = Google_Rpc_ErrorInfo()
        info.reason = reason
        info.domain = errorDomain
        details = [Google_Protobuf_Any(packing: info)]
    }

    /// The same within an answer.
    init(_ error: ServiceError, as codec: PayloadCodec) {
        self.init(error)
        details = details.map { codec.any($0) }
    }
}

extension Google_Rpc_ErrorInfo {
    init(_ reason: ErrorReason, metadata: [String: String] = [:]) {
        self.init()
        self.reason = reason.rawValue
        self.domain = errorDomain
        self.metadata = metadata
    }
}

extension Google_Rpc_BadRequest {
    fileprivate init(_ violations: [ServiceError.FieldViolation]) {
        self.init()
        fieldViolations = violations.map { violation in
            var message = FieldViolation()
            message.field = violation.field
            message.description_p = violation.description
            return message
        }
    }
}

extension Google_Protobuf_Any {
    /// Packs one of our own messages, deterministically.
    init(packing message: some Message) {
        var options = BinaryEncodingOptions()
        options.useDeterministicOrdering = true
        let bytes: [UInt8]? = try? message.serializedBytes(options: options)
        self.init(typeURL: "type.googleapis.com/\(type(of: message).protoMessageName)", bytes: bytes ?? [])
    }
}

/// `requests[3].lease_token` as `requests[3].leaseToken`; keys of maps, in quotes, stay as they are.
func lowerCamelCase(_ path: String) -> String {
    var text = ""
    var isAfterUnderscore = false
    var isInQuotes = false
    for character in path {
        if character == "\"" { isInQuotes.toggle() }
        if character == "_", !isInQuotes {
            isAfterUnderscore = true
        } else {
            text += isAfterUnderscore ? character.uppercased() : String(character)
            isAfterUnderscore = false
        }
    }
    return text
}
