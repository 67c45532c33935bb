/// Every statement this store runs, but those that read lists (see ``ListIndexStatement``); a test asks SQLite for the
/// plan of each, so that none reads a whole table.
enum StoreStatement: Int, CatalogueStatement {
    // Operations.
    case operationByName, operationByID, operationTimes, idByName
    case insertOperation, updateOperation, touchOperation, deleteOperation
    case readyInQueue, readyKeysInQueue, nextReadyQueue
    case dueOperations, firstDueTime, expiredOperations, firstExpireTime
    case changedOperations, lastOperationPosition
    // What belongs to an operation.
    case payloads, putPayload, deletePayload, deletePayloads
    case history, insertHistory, deleteHistory
    case insertLabel, deleteLabel
    // What remains of one.
    case tombstone, insertTombstone, overdueTombstones, deleteTombstone, firstPurgeTime
    case changedTombstones, lastTombstonePosition
    case rememberedStart, insertStart, deleteStart
    // The store itself.
    case meta, putMeta
    case descriptorSets, putDescriptorSet, deleteDescriptorSet, descriptorSetExists
    // Beside operations.
    case policy, putPolicy, deletePolicy, anyPolicy
    // All there is, from key to key.
    case archivedOperations, archivedNames, archivedTombstones, archivedStarts, archivedPolicies
    case archivedDueTimes, hasLabel, operationPlaces, operationRequestID, tombstoneRequestID, loadOperation, deleteMeta

    var sql: String { Self.texts[rawValue] }

    /// Built once: some texts are put together from columns.
    private static let texts = allCases.map(\.text)
}

extension StoreStatement {
    fileprivate var text: String {
        operationText ?? belongingText ?? policyText ?? archiveText ?? remainingText
    }

    private var operationText: String? {
        let columns = OperationColumns.selection
        return switch self {
        case .operationByName: "SELECT \(columns) FROM operations WHERE name = ?"
        case .operationByID: "SELECT \(columns) FROM operations WHERE id = ?"
        case .operationTimes: "SELECT create_time, end_time FROM operations WHERE id = ?"
        case .idByName: "SELECT id FROM operations WHERE name = ?"
        case .insertOperation:
            // A name stays taken as long as its tombstone stands.
            """
            INSERT INTO operations (\(OperationColumns.insertion)) SELECT \(OperationColumns.insertionMarks)
            WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE name = ?)
            """
        case .updateOperation: "UPDATE operations SET \(OperationColumns.assignments) WHERE id = ? AND revision = ?"
        case .touchOperation:
            "UPDATE operations SET lease_expire_time = ?, is_ready = ?, due_time = ? WHERE id = ? AND revision = ?"
        case .deleteOperation: "DELETE FROM operations WHERE id = ? AND revision = ?"
        case .readyInQueue: Self.ready(columns)
        case .readyKeysInQueue: Self.ready("id, priority, ready_time")
        case .nextReadyQueue:
            """
            SELECT queue FROM operations INDEXED BY operations_ready WHERE is_ready = 1 AND queue > ?
            ORDER BY queue LIMIT 1
            """
        case .dueOperations: Self.due(columns, "due_time <= ? AND end_time IS NULL ORDER BY due_time")
        case .firstDueTime: Self.first("due_time", "due_time IS NOT NULL AND end_time IS NULL")
        case .expiredOperations: Self.due(columns, "expire_time <= ? ORDER BY expire_time")
        case .firstExpireTime: Self.first("expire_time", "expire_time IS NOT NULL")
        case .changedOperations:
            "SELECT \(columns) FROM operations WHERE position > ? ORDER BY position LIMIT ?"
        case .lastOperationPosition: "SELECT position FROM operations ORDER BY position DESC LIMIT 1"
        default: nil
        }
    }

    /// The ready set of one queue, below a scope; the walk ends as soon as there are enough.
    private static func ready(_ columns: String) -> String {
        """
        SELECT \(columns) FROM operations INDEXED BY operations_ready
        WHERE is_ready = 1 AND queue = ? AND name > ? AND name < ? ORDER BY priority DESC, ready_time, id LIMIT ?
        """
    }

    /// What has come, in its order; the conditions match those of the partial indexes.
    private static func due(_ columns: String, _ condition: String) -> String {
        "SELECT \(columns) FROM operations WHERE \(condition), id LIMIT ?"
    }

    private static func first(_ time: String, _ condition: String) -> String {
        "SELECT \(time) FROM operations WHERE \(condition) ORDER BY \(time) LIMIT 1"
    }

    private var belongingText: String? {
        switch self {
        case .payloads: "SELECT id & 7, form, type_url, body FROM payloads WHERE id BETWEEN ? AND ?"
        case .putPayload: "INSERT OR REPLACE INTO payloads (id, form, type_url, body) VALUES (?, ?, ?, ?)"
        case .deletePayload: "DELETE FROM payloads WHERE id = ?"
        case .deletePayloads: "DELETE FROM payloads WHERE id BETWEEN ? AND ?"
        case .history:
            "SELECT \(Self.historyColumns) FROM history WHERE operation_id = ? AND revision > ? ORDER BY revision LIMIT ?"
        case .insertHistory:
            "INSERT INTO history (operation_id, \(Self.historyColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        case .deleteHistory: "DELETE FROM history WHERE operation_id = ?"
        case .insertLabel: "INSERT INTO labels (key, value, name, operation_id) VALUES (?, ?, ?, ?)"
        case .deleteLabel: "DELETE FROM labels WHERE key = ? AND value = ? AND name = ?"
        default: nil
        }
    }

    private static let historyColumns =
        "revision, time, kind, from_state, to_state, attempt, actor, error_code, error_message, error_reason, "
        + "error_details"

    private var policyText: String? {
        switch self {
        case .policy: "SELECT version, etag, bindings, audit_configs FROM policies WHERE resource = ?"
        case .putPolicy:
            "INSERT OR REPLACE INTO policies (resource, version, etag, bindings, audit_configs) VALUES (?, ?, ?, ?, ?)"
        case .deletePolicy: "DELETE FROM policies WHERE resource = ?"
        case .anyPolicy: "SELECT 1 FROM policies WHERE resource > '' LIMIT 1"
        default: nil
        }
    }

    private static let tombstoneColumns = "name, cause, remove_time, purge_time, request_id"

    /// Readers stop when they have enough.
    private var archiveText: String? {
        switch self {
        case .archivedOperations: "SELECT \(OperationColumns.selection) FROM operations WHERE name > ? ORDER BY name"
        case .archivedDueTimes:
            "SELECT \(OperationColumns.selection), due_time FROM operations WHERE name > ? ORDER BY name"
        case .hasLabel: "SELECT 1 FROM labels WHERE key = ? AND value = ? AND name = ?"
        case .archivedNames: "SELECT id, name FROM operations WHERE name > ? ORDER BY name"
        case .archivedTombstones:
            "SELECT \(Self.tombstoneColumns), position FROM tombstones WHERE name > ? ORDER BY name"
        case .archivedStarts:
            """
            SELECT parent, request_id, name, digest FROM start_requests WHERE (parent, request_id) > (?, ?)
            ORDER BY parent, request_id
            """
        case .archivedPolicies:
            "SELECT resource, version, etag, bindings, audit_configs FROM policies WHERE resource > ? ORDER BY resource"
        case .operationPlaces: "SELECT position, name FROM operations WHERE position > ? ORDER BY position LIMIT ?"
        case .operationRequestID: "SELECT request_id FROM operations WHERE name = ?"
        case .tombstoneRequestID: "SELECT request_id FROM tombstones WHERE name = ?"
        case .deleteMeta: "DELETE FROM meta WHERE key = ?"
        case .loadOperation:
            "INSERT INTO operations (\(OperationColumns.insertion), id) VALUES (\(OperationColumns.insertionMarks), ?)"
        default: nil
        }
    }

    private var remainingText: String {
        let columns = Self.tombstoneColumns
        return switch self {
        case .tombstone: "SELECT \(columns) FROM tombstones WHERE name = ?"
        case .insertTombstone: "INSERT INTO tombstones (\(columns), position) VALUES (?, ?, ?, ?, ?, ?)"
        case .overdueTombstones:
            "SELECT \(columns) FROM tombstones WHERE purge_time <= ? ORDER BY purge_time, position LIMIT ?"
        case .deleteTombstone: "DELETE FROM tombstones WHERE name = ?"
        case .firstPurgeTime: "SELECT purge_time FROM tombstones ORDER BY purge_time LIMIT 1"
        case .changedTombstones: "SELECT position, name FROM tombstones WHERE position > ? ORDER BY position LIMIT ?"
        case .lastTombstonePosition: "SELECT position FROM tombstones ORDER BY position DESC LIMIT 1"
        case .rememberedStart: "SELECT name, digest FROM start_requests WHERE parent = ? AND request_id = ?"
        case .insertStart: "INSERT INTO start_requests (parent, request_id, name, digest) VALUES (?, ?, ?, ?)"
        case .deleteStart: "DELETE FROM start_requests WHERE parent = ? AND request_id = ?"
        case .meta: "SELECT value FROM meta WHERE key = ?"
        case .putMeta: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
        case .descriptorSets: "SELECT id, content, update_time FROM descriptor_sets WHERE id > ? ORDER BY id"
        case .descriptorSetExists: "SELECT 1 FROM descriptor_sets WHERE id = ?"
        case .putDescriptorSet:
            "INSERT OR REPLACE INTO descriptor_sets (id, content, update_time) VALUES (?, ?, ?)"
        case .deleteDescriptorSet: "DELETE FROM descriptor_sets WHERE id = ?"
        default: ""
        }
    }
}
