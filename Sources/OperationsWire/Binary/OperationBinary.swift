public import OperationsCore
import OperationsAPI
import SwiftProtobuf

/// The protobuf bytes of a public operation straight from its record: what every polling client asks for.
public enum OperationBinary {
    /// A google.longrunning.Operation.
    ///
    /// - Parameter codec: for binary.
    public static func bytes(_ record: OperationRecord, _ codec: PayloadCodec) -> [UInt8] {
        var writer = ProtoWriter(reserving: 256 + record.publicSize)
        writer.text(1, record.name.text)
        switch record.metadata ?? codec.types.defaultMetadata(of: record) {
        case .binary(let typeURL, let bytes): writer.any(2, typeURL, bytes)
        case let payload?: writer.message(2, codec.any(payload))
        case nil: writer.any(2, ConventionalMetadata.typeURL, ConventionalMetadata(record).bytes)
        }
        if record.isDone { writer.flag(3, true) }
        switch record.result {
        case .response(.binary(let typeURL, let bytes)): writer.any(5, typeURL, bytes)
        case .response(let payload): writer.message(5, codec.any(payload))
        case .error(let status): writer.message(4, Google_Rpc_Status(status, as: codec))
        case nil: break
        }
        return writer.bytes
    }
}

extension OperationRecord {
    /// Roughly the bytes of what the public operation shows.
    fileprivate var publicSize: Int {
        var size = name.text.utf8.count
        if case .binary(_, let bytes)? = metadata { size += bytes.count }
        if case .response(.binary(_, let bytes))? = result { size += bytes.count }
        return size
    }
}
