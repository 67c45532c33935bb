public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Google_Longrunning_Operation {
    /// The public operation of a record; metadata nobody set is the conventional Struct.
    public init(_ record: OperationRecord, as codec: PayloadCodec) {
        self.init()
        name = record.name.text
        let set = record.metadata ?? codec.types.defaultMetadata(of: record)
        metadata = set.map(codec.any) ?? codec.any(ConventionalMetadata(record).any)
        done = record.isDone
        switch record.result {
        case .response(let payload): response = codec.any(payload)
        case .error(let status): error = Google_Rpc_Status(status, as: codec)
        case nil: break
        }
    }

    /// The answer to a start that was only to be checked (AIP-163): done, without a name.
    public static func validated(as codec: PayloadCodec) -> Google_Longrunning_Operation {
        var operation = Google_Longrunning_Operation()
        operation.done = true
        operation.response = codec.any(Payload.empty)
        return operation
    }
}
