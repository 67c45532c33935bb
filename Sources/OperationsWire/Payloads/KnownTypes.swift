import OperationsAPI
import SwiftProtobuf

/// The message types whose JSON the server knows beside the well-known ones: google.rpc, google.longrunning and
/// longrun.v1.
public enum KnownTypes {
    /// Makes them known to SwiftProtobuf's process-wide registry; doing it again changes nothing.
    public static func register() {
        _ = registration
    }

    private static let registration: Void = {
        let types: [any Message.Type] = [
            Google_Rpc_Status.self, Google_Rpc_ErrorInfo.self, Google_Rpc_RetryInfo.self, Google_Rpc_DebugInfo.self,
            Google_Rpc_QuotaFailure.self, Google_Rpc_PreconditionFailure.self, Google_Rpc_BadRequest.self,
            Google_Rpc_RequestInfo.self, Google_Rpc_ResourceInfo.self, Google_Rpc_Help.self,
            Google_Rpc_LocalizedMessage.self, Google_Longrunning_Operation.self,
            Google_Longrunning_ListOperationsResponse.self, Longrun_V1_OperationRecord.self,
            Longrun_V1_Transition.self, Longrun_V1_Lease.self, Longrun_V1_StartOperationRequest.self,
            Longrun_V1_RetryPolicy.self,
        ]
        for type in types { register(type) }
    }()

    private static func register(_ type: any Message.Type) {
        _ = Google_Protobuf_Any.register(messageType: type)
    }

    static func type(forURL typeURL: String) -> (any Message.Type)? {
        register()
        return Google_Protobuf_Any.messageType(forTypeURL: typeURL)
    }
}
