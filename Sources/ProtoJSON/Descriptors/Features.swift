import SwiftProtobuf

/// What proto2, proto3 and the editions decide differently, as far as transcoding sees it.
struct Features {
    private(set) var hasPresence: Bool
    private(set) var isClosedEnum: Bool
    private(set) var isPacked: Bool
    private(set) var isDelimited: Bool

    static let proto2 = Features(hasPresence: true, isClosedEnum: true, isPacked: false, isDelimited: false)
    static let proto3 = Features(hasPresence: false, isClosedEnum: false, isPacked: true, isDelimited: false)
    /// What edition 2023 begins with; 2024 changed none of these.
    static let edition2023 = Features(hasPresence: true, isClosedEnum: false, isPacked: true, isDelimited: false)

    private init(hasPresence: Bool, isClosedEnum: Bool, isPacked: Bool, isDelimited: Bool) {
        self.hasPresence = hasPresence
        self.isClosedEnum = isClosedEnum
        self.isPacked = isPacked
        self.isDelimited = isDelimited
    }

    /// What holds for a file; nil when its syntax is not known here.
    init?(_ file: Google_Protobuf_FileDescriptorProto) {
        switch (file.syntax, file.edition) {
        case ("", .unknown), ("proto2", _): self = .proto2
        case ("proto3", _): self = .proto3
        case ("editions", .edition2023), ("editions", .edition2024): self = .edition2023
        default: return nil
        }
        if file.hasOptions { override(file.options.hasFeatures ? file.options.features : nil) }
    }

    /// These, with what an inner element says of itself.
    func overridden(by inner: Google_Protobuf_FeatureSet?) -> Features {
        var result = self
        result.override(inner)
        return result
    }

    private mutating func override(_ inner: Google_Protobuf_FeatureSet?) {
        guard let inner else { return }
        if inner.hasFieldPresence { hasPresence = inner.fieldPresence != .implicit }
        if inner.hasEnumType { isClosedEnum = inner.enumType == .closed }
        if inner.hasRepeatedFieldEncoding { isPacked = inner.repeatedFieldEncoding == .packed }
        if inner.hasMessageEncoding { isDelimited = inner.messageEncoding == .delimited }
    }
}
