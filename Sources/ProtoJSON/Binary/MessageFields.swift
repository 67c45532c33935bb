/// The fields of a message in binary, without its type.
public enum MessageFields {
    /// The values of each field by its number, as they stand in the bytes; what cannot be read ends it.
    public static func values(in bytes: [UInt8]) -> [UInt32: [ArraySlice<UInt8>]] {
        var reader = WireReader(bytes, 0..<bytes.count)
        var values: [UInt32: [ArraySlice<UInt8>]] = [:]
        while let tag = reader.tag(), let range = reader.value(of: tag, depth: TranscodingOptions.maxDepth) {
            values[tag.number, default: []].append(bytes[range])
        }
        return values
    }
}
