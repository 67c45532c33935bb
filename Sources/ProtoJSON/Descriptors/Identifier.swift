/// The names that a `.proto` may give: letters, digits and underscores, not beginning with a digit.
enum Identifier {
    static let longest = 512
    static let longestPath = 1_024
    /// Of all full names of the sets that are linked with each other: 64 MiB.
    static let mostBytes = 64 * 1_024 * 1_024

    static func check(_ name: String, _ place: Declaration.Place, of owner: String = "") throws(DescriptorFault) {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count <= longest, !isDigit(first),
            bytes.allSatisfy({ isLetter($0) || isDigit($0) })
        else {
            throw place.fault(
                owner, "'\(name.prefix(80))' is no name: letters, digits and underscores are, at most \(longest).")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || byte == UInt8(ascii: "_")
    }
}
