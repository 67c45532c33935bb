public import OperationsCore
import PostgresClient

/// Lists, by a walk in the order that was asked for.
extension PostgresStore {
    /// So many rows are looked at before more are read.
    private static let chunk = 200

    public func list(_ query: ListQuery) async throws -> ListPage {
        var builder = PageBuilder(query)
        guard !query.filter.bounds.areEmpty, !query.nameBounds.isEmpty else { return builder.page }
        var place = query.after
        while true {
            let from = place
            let rows = try await read { try Self.rows(query, after: from, $0) }
            for row in rows {
                let cursor = query.order.cursor(of: row)
                guard try builder.offer(cursor, bare: { row }) else { return builder.page }
                place = cursor
            }
            if rows.count < Self.chunk { return builder.page }
        }
    }

    private static func rows(
        _ query: ListQuery, after place: ListCursor?, _ session: PostgresSession
    ) throws -> [OperationRecord] {
        let names = query.nameBounds
        let key = key(of: query.order.field)
        let direction = query.order.isDescending ? "DESC" : "ASC"
        let sign = query.order.isDescending ? "<" : ">"
        let position = place == nil ? "true" : "(\(key), name) \(sign) ($4, $5)"
        let sql = """
            SELECT \(OperationColumns.selection) FROM operations o
            WHERE name >= $1 AND name < $2 AND ($4::timestamptz IS NULL OR $5::text IS NULL OR \(position))
            ORDER BY \(key) \(direction), name \(direction) LIMIT $3
            """
        session.queue(PostgresStatement(unkept: sql)) { binder in
            binder.kept(names.lower)
            binder.kept(names.upper ?? "\u{7F}")
            binder.int(Int64(chunk))
            binder.time(place.map { $0.time ?? Timestamp(microseconds: 0) })
            binder.text(place.map { KeptText.escape($0.name.text) })
        }
        return try session.flush(within: readPatience).first?.all { try RecordColumns.read(&$0).record } ?? []
    }

    private static func key(of field: ListOrder.Field) -> String {
        switch field {
        case .name: "'epoch'::timestamptz"
        case .createTime: "create_time"
        case .endTime: "coalesce(end_time, '9999-12-31 23:59:59.999999+00')"
        }
    }
}
