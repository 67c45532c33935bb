/// What a set of message types may be.
public enum DescriptorSetRules {
    /// The largest set: it has to fit into a request. 3 MiB.
    public static let largestContent = 3 * 1_024 * 1_024
    /// The most sets that are kept.
    public static let largestCount = 100
    private static let prefix = "descriptorSets/"

    public static func check(id: String) throws(ServiceError) {
        let bytes = Array(id.utf8)
        guard (1...63).contains(bytes.count), let first = bytes.first, isLetter(first), bytes.last != UInt8(ascii: "-"),
            bytes.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
        else {
            throw .invalid(
                "descriptor_set_id",
                "It has 1 to 63 lower-case letters, digits and hyphens, begins with a letter and does not end with '-'."
            )
        }
    }

    public static func check(content: [UInt8]) throws(ServiceError) {
        guard !content.isEmpty, content.count <= largestContent else {
            throw .invalid(
                "content",
                "It is a FileDescriptorSet of at most \(largestContent) bytes; this one has \(content.count).")
        }
    }

    public static func check(count: Int) throws(ServiceError) {
        guard count <= largestCount else {
            throw .invalid("descriptor_set_id", "There are \(largestCount) sets already; delete one, or replace one.")
        }
    }

    /// The id in a name such as `descriptorSets/shop`.
    public static func id(inName name: String) throws(ServiceError) -> String {
        guard name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count else {
            throw .invalid("name", "A name such as 'descriptorSets/shop' is expected.")
        }
        return String(name.dropFirst(prefix.count))
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
