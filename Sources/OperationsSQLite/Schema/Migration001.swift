import GRDB

/// The first schema. Never edit a migration; add another.
///
/// All times and spans are in microseconds. Payloads stand apart from the row of their operation, so that a heartbeat
/// never writes a big request again.
enum Migration001 {
    static let identifier = "001-operations"

    static func migrate(_ db: Database) throws {
        try db.execute(sql: operations)
        try db.execute(sql: indexes)
        try db.execute(sql: belongings)
        try db.execute(sql: remains)
        var random = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try db.run(.putMeta) {
            $0.text(MetaKey.secret)
            $0.blob(secret)
        }
    }

    private static let operations = """
        CREATE TABLE operations (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            queue TEXT NOT NULL,
            priority INTEGER NOT NULL,
            labels TEXT,
            max_attempts INTEGER NOT NULL,
            initial_backoff INTEGER NOT NULL,
            max_backoff INTEGER NOT NULL,
            backoff_multiplier REAL NOT NULL,
            retryable_codes TEXT NOT NULL,
            attempt_timeout INTEGER,
            schedule_time INTEGER,
            deadline INTEGER,
            create_time INTEGER NOT NULL,
            time_to_live INTEGER NOT NULL,
            request_id TEXT,
            state TEXT NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
            attempt INTEGER NOT NULL CHECK (attempt >= 0),
            counted_attempts INTEGER NOT NULL CHECK (counted_attempts BETWEEN 0 AND attempt),
            lease_token TEXT,
            lease_worker TEXT,
            lease_duration INTEGER,
            lease_expire_time INTEGER,
            lease_attempt_deadline INTEGER,
            outcome_token TEXT,
            outcome_digest BLOB,
            progress INTEGER CHECK (progress BETWEEN 0 AND 100),
            status_message TEXT NOT NULL,
            ready_time INTEGER NOT NULL,
            is_ready INTEGER NOT NULL CHECK (is_ready IN (0, 1)),
            start_time INTEGER,
            update_time INTEGER NOT NULL,
            end_time INTEGER,
            expire_time INTEGER,
            cancel_request_time INTEGER,
            cancel_deadline INTEGER,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            error_code INTEGER,
            error_message TEXT,
            error_reason TEXT,
            last_error_code INTEGER,
            last_error_message TEXT,
            last_error_reason TEXT,
            -- Which payloads exist: 1 request, 2 metadata, 4 response, 8 details of error, 16 details of last_error.
            payload_roles INTEGER NOT NULL,
            -- When time itself will change the operation next.
            due_time INTEGER,
            -- Where the last public change stands in the feed of the whole store.
            position INTEGER NOT NULL,
            CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (end_time IS NOT NULL)),
            CHECK ((end_time IS NULL) = (expire_time IS NULL)),
            CHECK ((state IN ('FAILED', 'CANCELLED')) = (error_code IS NOT NULL)),
            CHECK ((error_code IS NULL) = (error_message IS NULL)),
            CHECK ((last_error_code IS NULL) = (last_error_message IS NULL)),
            CHECK ((state = 'SUCCEEDED') = (payload_roles & 4 <> 0)),
            CHECK ((state = 'RUNNING') = (lease_token IS NOT NULL)),
            CHECK ((lease_token IS NULL) = (lease_worker IS NULL)),
            CHECK ((lease_token IS NULL) = (lease_duration IS NULL)),
            CHECK ((lease_token IS NULL) = (lease_expire_time IS NULL)),
            CHECK ((outcome_token IS NULL) = (outcome_digest IS NULL)),
            CHECK (is_ready = 0 OR state = 'PENDING'),
            CHECK (cancel_deadline IS NULL OR cancel_request_time IS NOT NULL)
        ) STRICT
        """

    private static let indexes = """
        CREATE INDEX operations_ready ON operations (queue, priority DESC, ready_time) WHERE is_ready = 1;
        CREATE INDEX operations_due_time ON operations (due_time) WHERE due_time IS NOT NULL;
        CREATE UNIQUE INDEX operations_position ON operations (position);
        """

    private static let belongings = """
        -- The id is 8 * operations.id + role, so that an operation's payloads lie together and one search finds them.
        -- Roles: 0 request, 1 metadata, 2 response, 3 details of error, 4 details of last_error.
        -- Forms: 0 protobuf bytes, 1 JSON text, 2 a list of payloads.
        CREATE TABLE payloads (
            id INTEGER PRIMARY KEY,
            form INTEGER NOT NULL CHECK (form IN (0, 1, 2)),
            type_url TEXT NOT NULL,
            body BLOB NOT NULL,
            CHECK (id & 7 <= 4)
        ) STRICT;

        CREATE TABLE history (
            operation_id INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            from_state TEXT,
            to_state TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            actor TEXT NOT NULL,
            error_code INTEGER,
            error_message TEXT,
            error_reason TEXT,
            error_details BLOB,
            PRIMARY KEY (operation_id, revision)
        ) STRICT, WITHOUT ROWID;
        """

    private static let remains = """
        CREATE TABLE tombstones (
            name TEXT PRIMARY KEY,
            cause TEXT NOT NULL CHECK (cause IN ('DELETED', 'EXPIRED')),
            remove_time INTEGER NOT NULL,
            purge_time INTEGER NOT NULL,
            request_id TEXT,
            position INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tombstones_purge_time ON tombstones (purge_time, position);
        CREATE UNIQUE INDEX tombstones_position ON tombstones (position);

        CREATE TABLE start_requests (
            parent TEXT NOT NULL,
            request_id TEXT NOT NULL,
            name TEXT NOT NULL,
            digest BLOB NOT NULL,
            PRIMARY KEY (parent, request_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
        """
}
