import GRDB

/// Who may do what with a resource. Never edit a migration; add another.
enum Migration004 {
    static let identifier = "004-policies"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE policies (
                    -- The full name of an operation, or of a parent.
                    resource TEXT NOT NULL PRIMARY KEY,
                    version INTEGER NOT NULL CHECK (version IN (0, 1, 3)),
                    etag BLOB NOT NULL,
                    -- Lists of objects, in JSON.
                    bindings TEXT NOT NULL,
                    audit_configs TEXT NOT NULL
                ) STRICT;
                """)
    }
}
