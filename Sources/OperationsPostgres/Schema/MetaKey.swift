/// The keys of the table `meta`.
enum MetaKey {
    /// 32 random bytes.
    static let secret = "secret"
    /// A number that grows whenever the sets of message types change.
    static let descriptorSets = "descriptor_sets"
    /// Present while another store is being copied into this one.
    static let loading = "loading"
}
