/// A field within a message that can be given as bare text, as in the path or the query of a URL.
///
///     let leaf = try pool.leaf(at: "options.requested_policy_version", of: "google.iam.v1.GetIamPolicyRequest")
///     // leaf.jsonPath == ["options", "requestedPolicyVersion"]
///
/// The text becomes a JSON string, which ProtoJSON takes for numbers, names of enums, bytes, times and spans too. Only
/// `true` and `false` stand bare, which ``isBool`` tells.
public struct FieldLeaf: Sendable, Equatable {
    /// The names that lead to it as JSON writes them, one for each level.
    public let jsonPath: [String]
    /// True when it may be given several times: its JSON is a list.
    public let isRepeated: Bool
    /// True for a bool or a google.protobuf.BoolValue: `true` and `false` are written without quotes.
    public let isBool: Bool
}
