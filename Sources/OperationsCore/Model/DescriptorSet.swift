/// Message types that were added while the server runs, kept with the operations.
public struct DescriptorSet: Hashable, Sendable {
    /// Its name is `descriptorSets/` and this.
    public var id: String
    /// A google.protobuf.FileDescriptorSet.
    public var content: [UInt8]
    public var updateTime: Timestamp

    public init(id: String, content: [UInt8], updateTime: Timestamp) {
        self.id = id
        self.content = content
        self.updateTime = updateTime
    }

    public var name: String { "descriptorSets/\(id)" }
}
