/// Where an item stands among its kind: the same in every store, so that their contents can be compared in one pass.
///
/// Texts are ordered by their bytes: names; of history the name, then the revision; of remembered starts the parent, then
/// the request id; ids of descriptor sets; resources of policies.
public struct ArchiveKey: Hashable, Comparable, Sendable {
    public let first: String
    public let second: String
    public let number: Int64

    public init(_ first: String, _ second: String = "", number: Int64 = 0) {
        self.first = first
        self.second = second
        self.number = number
    }

    public static func < (left: ArchiveKey, right: ArchiveKey) -> Bool {
        if !left.first.utf8.elementsEqual(right.first.utf8) {
            return left.first.utf8.lexicographicallyPrecedes(right.first.utf8)
        }
        if !left.second.utf8.elementsEqual(right.second.utf8) {
            return left.second.utf8.lexicographicallyPrecedes(right.second.utf8)
        }
        return left.number < right.number
    }

    public static func == (left: ArchiveKey, right: ArchiveKey) -> Bool {
        !(left < right) && !(right < left)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in first.utf8 { hasher.combine(byte) }
        for byte in second.utf8 { hasher.combine(byte) }
        hasher.combine(number)
    }
}
