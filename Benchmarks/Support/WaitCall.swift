import OperationsAPI
import SwiftProtobuf

/// WaitOperation over gRPC, as bytes; it waits as long as the server allows.
enum WaitCall {
    static let path = "/google.longrunning.Operations/WaitOperation"

    static func message(_ name: String) throws -> [UInt8] {
        try Google_Longrunning_WaitOperationRequest.with { $0.name = name }.serializedBytes()
    }
}
