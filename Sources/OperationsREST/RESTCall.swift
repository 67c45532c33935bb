import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// One request, read as far as HTTP goes.
struct RESTCall {
    let query: QueryParameters
    let body: [UInt8]
    let context: CallContext

    /// Decodes the body, of a call that takes no query parameters.
    func message<M: Message>(_ type: M.Type = M.self) throws(ServiceError) -> M {
        try query.allow([])
        return try RequestJSON.decode(M.self, from: body)
    }
}

/// A field that the path binds may also stand in the body, with the same value.
func bind<M: Message>(
    _ value: String, _ field: WritableKeyPath<M, String>, _ name: String, in message: inout M
) throws(ServiceError) {
    guard message[keyPath: field].isEmpty || message[keyPath: field] == value else {
        throw .invalid(name, "The body names '\(message[keyPath: field])', but the path '\(value)'; leave it out.")
    }
    message[keyPath: field] = value
}

/// What is answered.
enum RESTAnswer {
    case json([UInt8])
    /// Plain text for probes, with an HTTP status.
    case text(Int, String)

    static func message(_ message: some Message) -> RESTAnswer {
        .json(MessageJSON.answer(message))
    }

    static let empty = RESTAnswer.json(Array("{}".utf8))
}
