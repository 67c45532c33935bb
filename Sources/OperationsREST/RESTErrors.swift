import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf

/// The error body of Google's REST services: `{"error": {"code": …, "message": …, "status": …, "details": […]}}`.
enum RESTErrors {
    /// - Parameter status: of the HTTP answer, when it is not that of the error's code.
    static func answer(_ error: ServiceError, status: Int? = nil) -> (status: Int, body: [UInt8]) {
        let error = error.withJSONFieldNames
        let status = status ?? httpStatus(error)
        var writer = JSONWriter()
        writer.object { body in
            body.key("error")
            body.object { object in
                object.key("code")
                object.number(status)
                object.key("message")
                object.string(error.message)
                object.key("status")
                object.string(error.code.name)
                object.key("details")
                object.raw(MessageJSON.details(Google_Rpc_Status(error)))
            }
        }
        return (status, writer.bytes)
    }

    /// An oversized body has a status of its own in HTTP.
    private static func httpStatus(_ error: ServiceError) -> Int {
        error.reason == .requestTooLarge ? 413 : error.code.httpStatus
    }
}
