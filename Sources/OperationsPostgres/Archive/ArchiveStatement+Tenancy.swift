/// How those who serve from a schema and those who fill it keep out of each other's way.
extension ArchiveStatement {
    private static let key = "hashtextextended('longrun/serving/' || current_schema(), 0)"

    var tenancyText: String? {
        switch self {
        case .showPresence: "SELECT coalesce(pg_try_advisory_lock_shared(\(Self.key)), false)"
        // Until the end of the transaction.
        case .isAlone: "SELECT coalesce(pg_try_advisory_xact_lock(\(Self.key)), false)"
        case .tenancy:
            """
            SELECT EXISTS (SELECT 1 FROM meta WHERE key = '\(MetaKey.loading)'),
                (SELECT bytes FROM meta WHERE key = '\(MetaKey.secret)')
            """
        // Each transaction of a node leaves a mark in this table, and so none is carried out from now on.
        case .closeToCommits: "ALTER TABLE commits ADD CONSTRAINT \(StoreLoading.barrier) CHECK (false) NOT VALID"
        case .openToCommits: "ALTER TABLE commits DROP CONSTRAINT IF EXISTS \(StoreLoading.barrier)"
        default: nil
        }
    }
}
