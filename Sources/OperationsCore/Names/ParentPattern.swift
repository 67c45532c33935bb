/// The `name` of a List call: one exact parent, in either convention of Google's services, in which `-` stands
/// for any one id (AIP-159).
public struct ParentPattern: Hashable, Sendable {
    /// The pattern without a trailing `operations`.
    public let text: String
    private let segments: [Substring]

    /// Reads `projects/p/locations/l`, `projects/p/locations/l/operations`, `operations` or nothing.
    ///
    /// - Parameter field: the request's field that holds it, for the error.
    public init(_ text: String, field: String = "name") throws(ServiceError) {
        var segments = text.isEmpty ? [] : text.split(separator: "/", omittingEmptySubsequences: false)
        if text.utf8.count > NameSyntax.longestName {
            throw .invalid(field, "A parent has at most \(NameSyntax.longestName) bytes.")
        }
        if !segments.count.isMultiple(of: 2) {
            guard segments.last == NameSyntax.collection[...] else {
                throw .invalid(
                    field, "Name a parent such as 'projects/p/locations/l', with or without '/operations' behind it.")
            }
            segments.removeLast()
        }
        for (index, segment) in segments.enumerated() {
            if let fault = NameSyntax.fault(inSegment: segment, allowingColon: true) {
                throw .invalid(field, fault)
            }
            if segment == "-" && index.isMultiple(of: 2) {
                throw .invalid(field, "The wildcard '-' may stand for an id only, not for a collection.")
            }
        }
        self.segments = segments
        self.text = segments.joined(separator: "/")
    }

    /// The parent, when there is no wildcard in it.
    public var exactParent: Parent? {
        segments.contains("-") ? nil : Parent(unchecked: text)
    }

    /// What every matching name begins with.
    public var namePrefix: String {
        guard let wildcard = segments.firstIndex(of: "-") else { return Parent(unchecked: text).namePrefix }
        return segments[..<wildcard].map { $0 + "/" }.joined()
    }

    public func matches(_ parent: Parent) -> Bool {
        guard segments.contains("-") else { return parent.text == text }
        let other = parent.text.split(separator: "/")
        return other.count == segments.count && zip(segments, other).allSatisfy { $0 == "-" || $0 == $1 }
    }
}
