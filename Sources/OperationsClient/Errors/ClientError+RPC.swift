import GRPCCore
import OperationsAPI
import OperationsCore
import SwiftProtobuf

extension ClientError {
    /// Reads what came in the trailers.
    ///
    /// Our server sends details with every error. UNAVAILABLE or DEADLINE_EXCEEDED without any is therefore the
    /// word of the transport, or of something in between.
    init(_ error: RPCError, endpoint: Endpoint) {
        if let status = Self.details(in: error.metadata) {
            self.init(status: status, endpoint: endpoint)
        } else {
            let hasNoAnswer = error.code == .unavailable || error.code == .deadlineExceeded
            self.init(
                status: Self.status(code: Int32(error.code.rawValue), message: Self.sentence(error)),
                endpoint: endpoint, isUnreachable: hasNoAnswer)
        }
    }

    /// A failure of the library itself, such as a name that cannot be resolved.
    init(unexpected error: any Error, endpoint: Endpoint) {
        self.init(
            status: Self.status(code: StatusCode.unavailable.rawValue, message: "\(error)"), endpoint: endpoint,
            isUnreachable: true)
    }

    private static func details(in metadata: Metadata) -> Google_Rpc_Status? {
        for bytes in metadata[binaryValues: "grpc-status-details-bin"] {
            if let status = try? Google_Rpc_Status(serializedBytes: bytes) { return status }
        }
        return nil
    }

    /// The transport hides why it has no connection in the cause of its error.
    private static func sentence(_ error: RPCError) -> String {
        guard let cause = error.cause else { return error.message }
        return "\(error.message) (\((cause as? RPCError)?.message ?? "\(cause)"))"
    }

    private static func status(code: Int32, message: String) -> Google_Rpc_Status {
        var status = Google_Rpc_Status()
        status.code = code
        status.message = message
        return status
    }
}
