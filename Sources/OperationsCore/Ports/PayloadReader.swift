/// How filters look into payloads.
public protocol PayloadReader: Sendable {
    /// A payload as JSON shows it; its body is nil when nobody knows its type, or its bytes are not of that type.
    func view(of payload: Payload) -> PayloadView

    /// The metadata that is shown of an operation to which nobody gave any.
    func conventionalMetadata(of record: OperationRecord) -> PayloadView
}

/// A payload as filters see it.
public struct PayloadView: Sendable {
    public var typeURL: String
    /// The message without its `@type`.
    public var body: JSONValue?
    /// True for types with a JSON of their own, such as Struct, which an Any shows under the name `value`. Filters take
    /// their members with that name before them and without.
    public var isUnderValue: Bool

    public init(typeURL: String, body: JSONValue?, isUnderValue: Bool = false) {
        self.typeURL = typeURL
        self.body = body
        self.isUnderValue = isUnderValue
    }
}
