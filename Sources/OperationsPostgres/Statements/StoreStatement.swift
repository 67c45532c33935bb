import PostgresClient

/// Every statement this store runs, but those that read lists and those that change the schema; a test asks PostgreSQL
/// for the plan of each, so that none reads a whole table.
enum StoreStatement: String, CaseIterable {
    // Transactions.
    case begin, lockFeed, takeNumber, raiseCommits, time, mark, notifyChange, notifySets, commit, rollback, askForMark
    case lockResource
    // Operations, inside a transaction.
    case lockOperations, lockFreeOperations, presentOperations, shortPause
    case readyInQueue, readyNamesInQueues, readyNames, readyByName
    case dueOperations, expiredOperations, firstDueTime, firstExpireTime
    case insertOperations, updateOperations, touchOperations, deleteOperations
    // What belongs to an operation.
    case insertHistory, insertLabels, deleteLabels, insertReadied
    // What remains of one.
    case insertTombstones, overdueTombstones, forgetTombstones, firstPurgeTime, rememberedStarts, insertStarts
    // Reading.
    case operations, tombstones, history, changes, notices, newestPosition, probe
    // The store itself.
    case meta, descriptorSets, putDescriptorSet, deleteDescriptorSet, countDescriptorSets
    // Beside operations.
    case policy, putPolicy, deletePolicies
    // What is done from time to time.
    case deleteMarks, deleteReadied, deleteOldHistory, oldestOperation, historyPartitions, endStoppedSenders

    var statement: PostgresStatement { Self.statements[self] ?? PostgresStatement(unkept: text) }

    /// Built once: some texts are put together from columns.
    private static let statements = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, PostgresStatement(name: $0.rawValue, sql: $0.text)) })
}

extension StoreStatement {
    private var text: String {
        transactionText ?? lockingText ?? writingText ?? readingText ?? keepingText ?? ""
    }

    private var transactionText: String? {
        switch self {
        case .begin: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        case .commit: "COMMIT"
        case .rollback: "ROLLBACK"
        case .lockFeed: "SELECT 1 FROM feed WHERE only_row FOR UPDATE"
        // A statement of its own: in that which locks it would run before the lock is there.
        case .takeNumber: "SELECT nextval('feed_commits')"
        case .raiseCommits: "SELECT setval('feed_commits', greatest($1, (SELECT last_value FROM feed_commits)))"
        case .time: "SELECT clock_timestamp()"
        case .mark: "INSERT INTO commits (id, was_carried_out) VALUES ($1, true)"
        case .notifyChange: "SELECT pg_notify($1, 'change ' || currval('feed_commits') || ' ' || $2)"
        case .notifySets: "SELECT pg_notify($1, 'sets ' || $2)"
        case .askForMark:
            // Waits for a transaction that is still at work with this mark. The update makes the answer itself a write,
            // so that with a synchronous standby it has what it says before we hear it.
            """
            INSERT INTO commits (id, was_carried_out) VALUES ($1, false)
            ON CONFLICT (id) DO UPDATE SET was_carried_out = commits.was_carried_out RETURNING was_carried_out
            """
        case .lockResource: "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || $1, 0))"
        default: nil
        }
    }

    private var keepingText: String? {
        switch self {
        case .deleteMarks: "DELETE FROM commits WHERE time < now() - $1 * interval '1 second'"
        case .deleteReadied: "DELETE FROM readied WHERE position < $1 AND time < now() - $2 * interval '1 second'"
        case .deleteOldHistory: "DELETE FROM history_default WHERE time < $1"
        case .oldestOperation: "SELECT create_time FROM operations ORDER BY create_time LIMIT 1"
        case .historyPartitions:
            """
            SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'history'::regclass
            """
        case .endStoppedSenders:
            // Who has locked a row of the feed holds this lock of its table until the end. A session between two
            // statements is idle, not active. They are found first: a condition that ends sessions, beside the others,
            // is tried before them, on every session there is.
            """
            WITH stopped AS MATERIALIZED (
                SELECT a.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.datid = l.database
                WHERE l.relation = 'feed'::regclass AND l.mode = 'RowShareLock' AND l.granted
                    AND a.datname = current_database() AND a.usename = current_user AND a.pid <> pg_backend_pid()
                    AND a.state = 'active' AND a.wait_event = 'ClientRead'
                    AND a.query_start < clock_timestamp() - $1 * interval '1 millisecond'
            )
            SELECT pid FROM stopped WHERE pg_terminate_backend(pid)
            """
        case .meta: "SELECT number, bytes FROM meta WHERE key = $1"
        case .descriptorSets: "SELECT id, content, update_time FROM descriptor_sets WHERE id > '' ORDER BY id"
        case .putDescriptorSet:
            """
            INSERT INTO descriptor_sets (id, content, update_time) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET content = excluded.content, update_time = excluded.update_time
            """
        case .deleteDescriptorSet: "DELETE FROM descriptor_sets WHERE id = $1"
        case .countDescriptorSets: "UPDATE meta SET number = number + 1 WHERE key = '\(MetaKey.descriptorSets)'"
        case .policy: "SELECT version, etag, bindings, audit_configs FROM policies WHERE resource = $1"
        case .putPolicy:
            """
            INSERT INTO policies (resource, version, etag, bindings, audit_configs) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (resource) DO UPDATE SET version = excluded.version, etag = excluded.etag,
                bindings = excluded.bindings, audit_configs = excluded.audit_configs
            """
        case .deletePolicies: "DELETE FROM policies WHERE resource = ANY($1)"
        default: nil
        }
    }
}
