import GRDB

/// Message types that are added while the server runs. Never edit a migration; add another.
enum Migration003 {
    static let identifier = "003-descriptor-sets"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE descriptor_sets (
                    id TEXT NOT NULL PRIMARY KEY,
                    content BLOB NOT NULL,
                    update_time INTEGER NOT NULL
                ) STRICT;
                """)
    }
}
