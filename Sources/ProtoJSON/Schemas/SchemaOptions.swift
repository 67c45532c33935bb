/// What JSON Schemas say beyond the fields.
public struct SchemaOptions: Sendable {
    /// True when enums may be numbers as well as names, as with ``TranscodingOptions/enumsAsNumbers``. Default: names.
    public var acceptsEnumNumbers = false

    public init(acceptsEnumNumbers: Bool = false) {
        self.acceptsEnumNumbers = acceptsEnumNumbers
    }
}
