/// A `google.protobuf.FileDescriptorSet` in binary form, as `protoc --include_imports --descriptor_set_out` or
/// `buf build` writes it.
public struct DescriptorSource: Sendable, Equatable {
    /// Where it came from, for messages about it: a file's path, or the name it was added under.
    public let origin: String
    public let bytes: [UInt8]

    public init(origin: String, bytes: [UInt8]) {
        self.origin = origin
        self.bytes = bytes
    }
}
