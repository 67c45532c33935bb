/// The full name of an operation: `{parent}/operations/{id}`, or `operations/{id}` at the root.
public struct OperationName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    /// The bytes of `text` that are the parent.
    private let parentLength: Int

    /// Reads a name, as AIP-122 spells them.
    ///
    /// - Parameter field: the request's field that holds it, for the error.
    public init(_ text: String, field: String = "name") throws(ServiceError) {
        guard text.utf8.count <= NameSyntax.longestName else {
            throw .invalid(field, "A name has at most \(NameSyntax.longestName) bytes.")
        }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count >= 2, segments.count.isMultiple(of: 2),
            segments[segments.count - 2] == NameSyntax.collection
        else {
            throw .invalid(
                field, "Write 'operations/ID', or a parent before it, as in 'projects/p/locations/l/operations/ID'.")
        }
        for (index, segment) in segments.enumerated() {
            let isID = index == segments.count - 1
            if let fault = NameSyntax.fault(inSegment: segment, allowingColon: !isID) {
                throw .invalid(field, fault)
            }
        }
        self.init(stored: text)
    }

    /// Names an operation that is being started.
    ///
    /// - Parameter id: chosen by the caller; `[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?` and not `operations`.
    public init(parent: Parent, callerID id: String) throws(ServiceError) {
        guard NameSyntax.isCallerID(id), id != NameSyntax.collection else {
            throw .invalid(
                "operation_id",
                "Use 1 to 128 lower-case letters, digits, '.', '_' or '-', beginning and ending with a letter or "
                    + "digit; the word 'operations' is reserved.")
        }
        try self.init(parent: parent, serverID: id)
    }

    /// Names an operation with an id the server made.
    public init(parent: Parent, serverID id: String) throws(ServiceError) {
        let text = parent.namePrefix + id
        guard text.utf8.count <= NameSyntax.longestName else {
            throw .invalid("parent", "Parent and id together make a name of more than \(NameSyntax.longestName) bytes.")
        }
        self.init(stored: text)
    }

    /// Takes a name that was checked before it was stored.
    public init(stored text: String) {
        self.text = text
        let tail =
            text.utf8.reversed().firstIndex(of: UInt8(ascii: "/")).map {
                text.utf8.distance(from: $0.base, to: text.utf8.endIndex)
            } ?? 0
        parentLength = max(0, text.utf8.count - tail - "/operations/".utf8.count)
    }

    public var parent: Parent {
        Parent(unchecked: String(text.utf8.prefix(parentLength)) ?? "")
    }

    public var id: Substring {
        text[(text.lastIndex(of: "/").map(text.index(after:)) ?? text.startIndex)...]
    }

    public var description: String { text }

    /// Names are ordered by their bytes, in every store.
    public static func < (left: OperationName, right: OperationName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    public static func == (left: OperationName, right: OperationName) -> Bool {
        left.text == right.text
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}
