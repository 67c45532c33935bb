/// How one row is found by its name, whatever the planner believes of its table.
///
/// Sorts are forbidden (see ``OpenedDatabase``), so only the primary key has the order that is asked for. A mere
/// `name = …` is the second column of other indexes too, and of a table that was small when it was last looked at they
/// seem as good: the plan that walks one of them would be kept while the table grows. `LIMIT` says that there is one row.
enum NamedRow {
    /// A sub-query; `LATERAL` where the name is a column of what stands before it.
    ///
    /// - Parameters:
    ///   - name: an expression.
    ///   - also: further conditions.
    ///   - lock: how the row is locked.
    static func query(
        _ name: String, columns: String = "*", where also: String? = nil, lock: String? = nil
    ) -> String {
        let conditions = ["name >= \(name)", "name <= \(name)", also].compactMap(\.self).joined(separator: " AND ")
        return
            "(SELECT \(columns) FROM operations WHERE \(conditions) ORDER BY name LIMIT 1\(lock.map { " \($0)" } ?? ""))"
    }

    /// Rows of these columns for an array of names.
    static func each(of names: String, columns: String = "*", lock: String? = nil) -> String {
        "unnest(\(names)::text[]) AS k(name) CROSS JOIN LATERAL \(query("k.name", columns: columns, lock: lock)) AS o"
    }
}
