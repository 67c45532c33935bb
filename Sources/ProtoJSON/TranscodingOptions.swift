/// How messages are transcoded.
public struct TranscodingOptions: Sendable {
    /// What the `value` of an Any holds.
    public enum AnyContent: Sendable {
        /// The bytes of a message of the type its `type_url` names, as protobuf says.
        case message
        /// JSON text, taken from the outer text and given to it as it stands. Who uses this handles the text itself.
        case text
    }

    /// Default: messages.
    public var anyContent: AnyContent = .message

    /// True when values of enums are written as their numbers, as `alt=json;enum-encoding=int` asks. Default: names.
    /// Both are always read.
    public var enumsAsNumbers = false

    /// How deep messages, and the objects and lists of a Struct, may stand in each other: 100.
    public static let maxDepth = 100

    public init(anyContent: AnyContent = .message, enumsAsNumbers: Bool = false) {
        self.anyContent = anyContent
        self.enumsAsNumbers = enumsAsNumbers
    }
}
