/// The first schema. Never edit a migration; add another.
///
/// Spans are in microseconds. Text that callers choose freely has `\\` for a backslash and `\0` for a NUL, which
/// PostgreSQL cannot keep; see `KeptText`. Payloads are bytes with their type before them; see `PayloadColumn`.
enum Migration001 {
    static var sql: String {
        [feed, operations, indexes, history, belongings, remains, beside].joined(separator: "\n")
    }

    private static let feed = """
        -- One row. Who changes what callers can see locks it before it takes a number, so that numbers become visible
        -- in their order.
        CREATE TABLE feed (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row));
        INSERT INTO feed DEFAULT VALUES;
        CREATE SEQUENCE feed_commits AS bigint;
        """

    private static let operations = """
        CREATE TABLE operations (
            name text COLLATE "C" PRIMARY KEY,
            -- The feed position of its start: in the order of creation, and never used again.
            id bigint NOT NULL,
            queue text COLLATE "C" NOT NULL,
            priority integer NOT NULL,
            -- Keys and values by turns, each behind its length; see the table of that name.
            labels bytea,
            max_attempts integer NOT NULL,
            initial_backoff bigint NOT NULL,
            max_backoff bigint NOT NULL,
            backoff_multiplier double precision NOT NULL,
            retryable_codes text COLLATE "C" NOT NULL,
            attempt_timeout bigint,
            schedule_time timestamptz,
            deadline timestamptz,
            create_time timestamptz NOT NULL,
            time_to_live bigint NOT NULL,
            request_id text COLLATE "C",
            state text COLLATE "C" NOT NULL
                CHECK (state IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
            attempt integer NOT NULL CHECK (attempt >= 0),
            counted_attempts integer NOT NULL CHECK (counted_attempts BETWEEN 0 AND attempt),
            lease_token text COLLATE "C",
            lease_worker text COLLATE "C",
            lease_duration bigint,
            lease_expire_time timestamptz,
            lease_attempt_deadline timestamptz,
            outcome_token text COLLATE "C",
            outcome_digest bytea,
            progress integer CHECK (progress BETWEEN 0 AND 100),
            status_message text COLLATE "C" NOT NULL,
            ready_time timestamptz NOT NULL,
            is_ready boolean NOT NULL,
            start_time timestamptz,
            update_time timestamptz NOT NULL,
            end_time timestamptz,
            expire_time timestamptz,
            cancel_request_time timestamptz,
            cancel_deadline timestamptz,
            revision bigint NOT NULL CHECK (revision >= 1),
            error_code integer,
            error_message text COLLATE "C",
            error_reason text COLLATE "C",
            last_error_code integer,
            last_error_message text COLLATE "C",
            last_error_reason text COLLATE "C",
            -- When time itself will change the operation next.
            due_time timestamptz,
            -- Where the last public change stands in the feed of the whole store.
            position bigint NOT NULL,
            -- Another one after each write, public or not.
            version bigint NOT NULL,
            request bytea,
            metadata bytea,
            response bytea,
            error_details bytea,
            last_error_details bytea,
            CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (end_time IS NOT NULL)),
            CHECK ((end_time IS NULL) = (expire_time IS NULL)),
            CHECK ((state IN ('FAILED', 'CANCELLED')) = (error_code IS NOT NULL)),
            CHECK ((error_code IS NULL) = (error_message IS NULL)),
            CHECK ((last_error_code IS NULL) = (last_error_message IS NULL)),
            CHECK ((state = 'SUCCEEDED') = (response IS NOT NULL)),
            CHECK ((state = 'RUNNING') = (lease_token IS NOT NULL)),
            CHECK ((lease_token IS NULL) = (lease_worker IS NULL)),
            CHECK ((lease_token IS NULL) = (lease_duration IS NULL)),
            CHECK ((lease_token IS NULL) = (lease_expire_time IS NULL)),
            CHECK ((outcome_token IS NULL) = (outcome_digest IS NULL)),
            CHECK (NOT is_ready OR state = 'PENDING'),
            CHECK (cancel_deadline IS NULL OR cancel_request_time IS NOT NULL)
        ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
        """

    private static let indexes = """
        CREATE UNIQUE INDEX operations_position ON operations (position);
        CREATE INDEX operations_ready ON operations (queue, priority DESC, ready_time, id) WHERE is_ready;
        CREATE INDEX operations_due_time ON operations (due_time, id) WHERE due_time IS NOT NULL AND end_time IS NULL;
        CREATE INDEX operations_expire_time ON operations (expire_time, id) WHERE expire_time IS NOT NULL;
        -- What lists walk.
        CREATE INDEX operations_state ON operations (state, name);
        CREATE INDEX operations_queue ON operations (queue, name);
        CREATE INDEX operations_create_time ON operations (create_time, name);
        CREATE INDEX operations_end_time ON operations (end_time, name) WHERE end_time IS NOT NULL;
        """

    private static let history = """
        -- A partition for each day, made ahead and dropped when no operation is left that was there on that day. What
        -- finds no partition goes into the default one.
        CREATE TABLE history (
            operation_id bigint NOT NULL,
            revision bigint NOT NULL,
            time timestamptz NOT NULL,
            kind text COLLATE "C" NOT NULL,
            from_state text COLLATE "C",
            to_state text COLLATE "C" NOT NULL,
            attempt integer NOT NULL,
            actor text COLLATE "C" NOT NULL,
            error_code integer,
            error_message text COLLATE "C",
            error_reason text COLLATE "C",
            error_details bytea
        ) PARTITION BY RANGE (time);
        CREATE INDEX history_operation ON history (operation_id, revision);
        CREATE TABLE history_default PARTITION OF history DEFAULT;
        """

    private static let belongings = """
        -- Each label of each operation, beside the column of that name; for lists alone.
        CREATE TABLE labels (
            key text COLLATE "C" NOT NULL,
            value text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            PRIMARY KEY (key, value, name)
        );
        """

    private static let remains = """
        CREATE TABLE tombstones (
            name text COLLATE "C" PRIMARY KEY,
            parent text COLLATE "C" NOT NULL,
            cause text COLLATE "C" NOT NULL CHECK (cause IN ('DELETED', 'EXPIRED')),
            remove_time timestamptz NOT NULL,
            purge_time timestamptz NOT NULL,
            request_id text COLLATE "C",
            position bigint NOT NULL
        );
        CREATE INDEX tombstones_purge_time ON tombstones (purge_time, position);
        CREATE UNIQUE INDEX tombstones_position ON tombstones (position);

        CREATE TABLE start_requests (
            parent text COLLATE "C" NOT NULL,
            request_id text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            digest bytea NOT NULL,
            PRIMARY KEY (parent, request_id)
        );
        """

    private static let beside = """
        CREATE TABLE policies (
            -- The full name of an operation, or of a parent.
            resource text COLLATE "C" PRIMARY KEY,
            version integer NOT NULL CHECK (version IN (0, 1, 3)),
            etag bytea NOT NULL,
            -- See `PolicyColumns`.
            bindings bytea NOT NULL,
            audit_configs bytea NOT NULL
        );

        CREATE TABLE descriptor_sets (
            id text COLLATE "C" PRIMARY KEY,
            content bytea NOT NULL,
            update_time timestamptz NOT NULL
        );

        -- Operations that joined the ready set because their time had come, which the feed does not show; kept for some
        -- minutes, for the other nodes.
        CREATE TABLE readied (
            position bigint PRIMARY KEY,
            name text COLLATE "C" NOT NULL,
            queue text COLLATE "C" NOT NULL,
            next_time timestamptz,
            time timestamptz NOT NULL DEFAULT now()
        );

        -- Each transaction leaves its mark here for some minutes, so that one whose answer was lost can be asked for. Who
        -- asks puts its own mark in the place of one that is not there, and so keeps it from ever coming.
        CREATE TABLE commits (
            id uuid PRIMARY KEY,
            was_carried_out boolean NOT NULL,
            time timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX commits_time ON commits (time);

        CREATE TABLE meta (key text COLLATE "C" PRIMARY KEY, number bigint, bytes bytea);
        INSERT INTO meta (key, number) VALUES ('descriptor_sets', 0);
        """
}
