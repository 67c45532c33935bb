/// Why a store that answers cannot be used: nothing that passes by itself, so each says what is to be done.
public enum StoreObstacle: String, Hashable, Sendable, CaseIterable {
    case databaseMissing
    case schemaMissing
    /// The name, the password or the rights of the user who connects.
    case accessDenied
    /// The schema needs a newer program.
    case programTooOld
    /// Another store is being copied into it.
    case beingFilled
    /// It is not the store that was opened.
    case replaced
    case readOnly

    /// For operators and for callers: shows no names.
    public var sentence: String {
        switch self {
        case .databaseMissing:
            "The database of this server does not exist. Create or restore it, or correct the server's store."
        case .schemaMissing:
            "The tables of this server are not in its database. Restore the schema, or make a new one with "
                + "'longrun store migrate' and restart the server."
        case .accessDenied:
            "The database refuses this server. Check the user, the password and the user's rights in the database."
        case .programTooOld:
            "The schema was changed by a newer version of longrun, with which this server cannot work. Upgrade this server."
        case .beingFilled:
            "Another store is being copied into the one of this server. Restart the server when the copy is complete."
        case .replaced: "Another store has taken the place of the one that this server opened. Restart the server."
        case .readOnly:
            "The database takes no writes: it is a standby, or was made read-only. Let one that takes writes be found "
                + "where this server looks for it."
        }
    }
}
