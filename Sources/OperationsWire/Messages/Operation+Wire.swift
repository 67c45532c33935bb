public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Google_Longrunning_Operation {
    /// The public operation of a record; metadata nobody set is the conventional Struct.
    public init(_ record: OperationRecord) {
        self.init()
        name = record.name.text
        metadata = record.metadata.map(Google_Protobuf_Any.init(_:)) ?? ConventionalMetadata(record).any
        done = record.isDone
        switch record.result {
        case .response(let payload): response = Google_Protobuf_Any(payload)
        case .error(let status): error = Google_Rpc_Status(status)
        case nil: break
        }
    }

    /// The answer to a start that was only to be checked (AIP-163): done, without a name.
    public static var validated: Google_Longrunning_Operation {
        var operation = Google_Longrunning_Operation()
        operation.done = true
        operation.response = Google_Protobuf_Any(Payload.empty)
        return operation
    }
}
