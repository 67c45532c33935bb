/// The spelling rules that names share (design: segments of 1–128 characters, names of at most 1,024 bytes).
enum NameSyntax {
    static let longestName = 1_024
    static let longestSegment = 128
    static let collection = "operations"

    /// True for letters, digits and `-._~()@+,=!`.
    static func isSegmentByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "="),
            UInt8(ascii: "!"):
            true
        default: false
        }
    }

    /// What is wrong with one segment, or nil. A colon may stand in a parent's segments, never in an id.
    static func fault(inSegment segment: Substring, allowingColon: Bool) -> String? {
        guard !segment.isEmpty else { return "A segment between slashes is empty." }
        guard segment.utf8.count <= longestSegment else {
            return "A segment is longer than \(longestSegment) characters."
        }
        guard segment != "." && segment != ".." else { return "The segments '.' and '..' are not allowed." }
        let fits = segment.utf8.allSatisfy { isSegmentByte($0) || (allowingColon && $0 == UInt8(ascii: ":")) }
        return fits ? nil : "Segments consist of letters, digits and the characters -._~()@+,=!"
    }

    /// True when an id chosen by a caller has the form `[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?`.
    static func isCallerID(_ id: String) -> Bool {
        let bytes = Array(id.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= longestSegment else { return false }
        return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
            && bytes.allSatisfy {
                isLowerAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
