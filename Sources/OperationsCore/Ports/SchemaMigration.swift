/// What bringing the schema of a store up to date found, and did.
public struct SchemaMigration: Hashable, Sendable {
    /// The versions that were there, oldest first; empty when the store was made just now.
    public let present: [String]
    /// The versions that were added, oldest first; empty when the schema was up to date.
    public let applied: [String]

    public init(present: [String], applied: [String]) {
        self.present = present
        self.applied = applied
    }
}
