public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Google_Rpc_Status {
    /// How an operation ended; what the server itself decided carries its reason.
    public init(_ status: Status, as codec: PayloadCodec) {
        self.init()
        code = status.code.rawValue
        message = status.message
        details = status.details.map(codec.any)
        if let reason = status.reason {
            details.append(codec.any(Google_Protobuf_Any(packing: Google_Rpc_ErrorInfo(reason))))
        }
    }
}

extension Status {
    /// Takes the error of a failed attempt.
    ///
    /// - Parameter field: where it stands in the request, for the error.
    public init(_ status: Google_Rpc_Status, from codec: PayloadCodec, field: String) throws(ServiceError) {
        guard let code = StatusCode(rawValue: status.code), code != .ok else {
            throw .invalid("\(field).code", "A failure has a code from 1 to 16 (google.rpc.Code).")
        }
        var details: [Payload] = []
        for (index, any) in status.details.enumerated() {
            let path = "\(field).details[\(index)]"
            guard let payload = try codec.payload(any, field: path) else {
                throw .invalid(path, "A detail has a type.")
            }
            details.append(payload)
        }
        self.init(code: code, message: status.message, details: details)
    }
}
