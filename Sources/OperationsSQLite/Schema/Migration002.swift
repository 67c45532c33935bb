import GRDB

/// What filtered and ordered lists search, and what expires apart from what is due. Never edit a migration; add another.
enum Migration002 {
    static let identifier = "002-listing"

    static func migrate(_ db: Database) throws {
        try db.execute(sql: orders)
        try db.execute(sql: labels)
        try db.execute(sql: times)
    }

    /// Each index holds what a list is ordered by, and with the row's id it is enough to walk.
    private static let orders = """
        CREATE INDEX operations_state ON operations (state, name);
        CREATE INDEX operations_queue ON operations (queue, name);
        CREATE INDEX operations_create_time ON operations (create_time, name);
        CREATE INDEX operations_end_time ON operations (end_time, name) WHERE end_time IS NOT NULL;
        """

    private static let labels = """
        -- Each label of each operation, beside the column of that name; written at the start, for lists alone.
        CREATE TABLE labels (
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            name TEXT NOT NULL,
            operation_id INTEGER NOT NULL,
            PRIMARY KEY (key, value, name)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO labels (key, value, name, operation_id)
        SELECT label.key, label.value, operations.name, operations.id
        FROM operations, json_each(operations.labels) AS label WHERE operations.labels IS NOT NULL;
        """

    private static let times = """
        DROP INDEX operations_due_time;
        CREATE INDEX operations_due_time ON operations (due_time) WHERE due_time IS NOT NULL AND end_time IS NULL;
        CREATE INDEX operations_expire_time ON operations (expire_time) WHERE expire_time IS NOT NULL;
        """
}
