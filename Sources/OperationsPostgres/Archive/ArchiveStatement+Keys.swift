/// The first key behind another, of each kind, without what stands behind it.
extension ArchiveStatement {
    var keyText: String? {
        switch self {
        case .operationKey: "SELECT name FROM operations WHERE name > $1 ORDER BY name LIMIT 1"
        case .historyKey:
            // As whole lines are found.
            """
            SELECT n.name, h.revision FROM operations n CROSS JOIN LATERAL (
                SELECT l.revision FROM history l WHERE l.operation_id = n.id AND (n.name > $1 OR l.revision > $2)
                    AND l.time >= n.create_time - interval '1 day' AND l.time <= n.update_time + interval '1 day'
                ORDER BY l.revision LIMIT 1
            ) h WHERE n.name >= $1 ORDER BY n.name LIMIT 1
            """
        case .tombstoneKey: "SELECT name FROM tombstones WHERE name > $1 ORDER BY name LIMIT 1"
        case .startKey:
            """
            SELECT parent, request_id FROM start_requests WHERE (parent, request_id) > ($1, $2)
            ORDER BY parent, request_id LIMIT 1
            """
        case .setKey: "SELECT id FROM descriptor_sets WHERE id > $1 ORDER BY id LIMIT 1"
        case .policyKey: "SELECT resource FROM policies WHERE resource > $1 ORDER BY resource LIMIT 1"
        default: nil
        }
    }
}
