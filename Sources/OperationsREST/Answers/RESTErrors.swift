import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf

/// The error body of Google's REST services: `{"error": {"code": …, "message": …, "status": …, "details": […]}}`.
enum RESTErrors {
    /// Some errors have a status of their own in HTTP.
    static func httpStatus(_ error: ServiceError) -> Int {
        switch error.reason {
        case .requestTooLarge: 413
        case .methodNotAllowed: 405
        default: error.code.httpStatus
        }
    }

    /// - Parameters:
    ///   - status: of the HTTP answer.
    ///   - isLegacy: adds the list `errors` of the first version of the format.
    static func json(_ error: ServiceError, status: Int, isLegacy: Bool = false) -> [UInt8] {
        let error = error.withJSONFieldNames
        var writer = JSONWriter()
        writer.object { body in
            body.key("error")
            body.object { object in
                object.key("code")
                object.number(status)
                object.key("message")
                object.string(error.message)
                if isLegacy { object.legacyErrors(error) }
                object.key("status")
                object.string(error.code.name)
                object.key("details")
                object.raw(MessageJSON.details(Google_Rpc_Status(error)))
            }
        }
        return writer.bytes
    }

    /// A google.rpc.Status.
    static func binary(_ error: ServiceError) -> [UInt8] {
        (try? Google_Rpc_Status(error).serializedBytes()) ?? []
    }
}

extension JSONWriter {
    fileprivate mutating func legacyErrors(_ error: ServiceError) {
        key("errors")
        array([error]) { writer, error in
            writer.object { item in
                item.key("message")
                item.string(error.message)
                item.key("domain")
                item.string("global")
                item.key("reason")
                item.string(Self.legacyReason(error.code))
            }
        }
    }

    /// Such as `notFound`.
    private static func legacyReason(_ code: StatusCode) -> String {
        let words = code.name.lowercased().split(separator: "_")
        return (words.first.map(String.init) ?? "") + words.dropFirst().map(\.capitalized).joined()
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
