/// What the store remembers of itself, in the table `meta`.
enum MetaKey {
    /// 32 random bytes.
    static let secret = "secret"
    /// The last feed position that was given out, as of the last purge; purged tombstones may have held it.
    static let position = "position"
    /// Present while another store is being copied into this one, whatever its value.
    static let loading = "loading"
}
