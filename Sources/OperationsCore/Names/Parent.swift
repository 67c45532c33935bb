/// What stands before `/operations/{id}`: empty (the root), `locations/l`, `projects/p/regions/r`, … any even
/// number of segments.
public struct Parent: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public static let root = Parent(unchecked: "")

    /// Reads a parent.
    ///
    /// - Parameter field: the request's field that holds it, for the error.
    public init(_ text: String, field: String = "parent") throws(ServiceError) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        if text.utf8.count > NameSyntax.longestName {
            throw .invalid(field, "A parent has at most \(NameSyntax.longestName) bytes.")
        }
        for segment in segments {
            if let fault = NameSyntax.fault(inSegment: segment, allowingColon: true) {
                throw .invalid(field, "\(fault) Write a parent such as 'projects/p/locations/l', or leave it empty.")
            }
            if segment == "-" {
                throw .invalid(
                    field, "The wildcard '-' is for ListOperations alone; name one parent, or one that all are below.")
            }
        }
        guard segments.count.isMultiple(of: 2) else {
            throw .invalid(field, "A parent has an even number of segments, such as 'projects/p/locations/l'.")
        }
        self.init(unchecked: text)
    }

    init(unchecked text: String) {
        self.text = text
    }

    /// Takes a parent that was checked before it was stored.
    public init(stored text: String) {
        self.init(unchecked: text)
    }

    public var description: String { text }

    /// True when this parent is `scope` itself or stands below it, compared by whole segments.
    public func isWithin(_ scope: Parent) -> Bool {
        guard !scope.text.isEmpty, text != scope.text else { return true }
        return text.hasPrefix(scope.text) && text.utf8.dropFirst(scope.text.utf8.count).first == UInt8(ascii: "/")
    }

    /// What every name of an operation directly under this parent begins with.
    public var namePrefix: String {
        text.isEmpty ? "operations/" : text + "/operations/"
    }

    /// What every name at or below this parent begins with; empty for the root, below which all stand.
    public var subtreePrefix: String {
        text.isEmpty ? "" : text + "/"
    }
}
