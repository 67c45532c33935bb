import NIOCore
import NetworkDoor
import SwiftProtobuf

/// The names of the metadata that come back to the caller.
enum EchoField {
    static let initial = "x-grpc-test-echo-initial"
    static let trailing = "x-grpc-test-echo-trailing-bin"
}

extension HeaderFields {
    /// The same fields, as metadata of the answer.
    func echo(_ name: String) -> MetadataFields {
        values(name).map { (name, $0) }
    }
}

func unpack<M: Message>(_ type: M.Type, _ bytes: ByteBuffer) throws(GRPCStatus) -> M {
    do {
        return try M(serializedBytes: Array(buffer: bytes))
    } catch {
        throw GRPCStatus(.invalidArgument, "The request is not a \(M.protoMessageName).")
    }
}

func pack(_ message: some Message) throws(GRPCStatus) -> ByteBuffer {
    do {
        let bytes: [UInt8] = try message.serializedBytes()
        return ByteBuffer(bytes: bytes)
    } catch {
        throw GRPCStatus(.internal, "The answer cannot be written.")
    }
}
