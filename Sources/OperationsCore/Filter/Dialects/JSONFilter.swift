/// The JSON objects that Dataproc's clients send as filters: `{}`, or
/// `{"cluster_name": "c", "operation_state_matcher": "ACTIVE"}`.
enum JSONFilter {
    static func isMeant(by text: String) -> Bool {
        text.utf8.first { !FilterScanner.isSpace($0) } == UInt8(ascii: "{")
    }

    /// - Returns: nil when the object asks for everything.
    static func parse(_ text: String) throws(FilterFault) -> FilterExpression? {
        try FilterLimits.check(text)
        var parts: [FilterExpression] = []
        for (name, value) in try members(of: text).sorted(by: { $0.key < $1.key }) {
            guard case .string(let value) = value else {
                throw FilterFault("The value of '\(name.echoed)' is a text.", at: SourcePlace())
            }
            if let part = try restriction(name, value) { parts.append(part) }
        }
        return parts.isEmpty ? nil : .all(of: parts)
    }

    private static func members(of text: String) throws(FilterFault) -> [String: JSONValue] {
        do throws(JSONParser.Fault) {
            guard case .object(let members) = try JSONParser.parse(text.utf8) else { return [:] }
            return members
        } catch {
            throw FilterFault(error.sentence, at: SourcePlace(offset: error.offset))
        }
    }

    /// Nil for a member that asks for everything.
    private static func restriction(_ name: String, _ value: String) throws(FilterFault) -> FilterExpression? {
        switch NameSpelling.snakeCase(name) {
        case "cluster_name": return value.isEmpty ? nil : comparison(["cluster_name"], .equal, value)
        case "project_id": return value.isEmpty ? nil : comparison(["name"], .equal, "projects/\(value)/*")
        case "operation_state_matcher": return value.isEmpty ? nil : try state(value)
        default:
            throw FilterFault(
                "A filter in JSON has the members cluster_name, operation_state_matcher and project_id, not '\(name.echoed)'.",
                at: SourcePlace())
        }
    }

    private static func state(_ matcher: String) throws(FilterFault) -> FilterExpression? {
        switch matcher {
        case "ALL": return nil
        case "ACTIVE": return comparison(["done"], .equal, "false")
        case "NON_ACTIVE": return comparison(["done"], .equal, "true")
        default:
            throw FilterFault("'operation_state_matcher' is ALL, ACTIVE or NON_ACTIVE.", at: SourcePlace())
        }
    }

    private static func comparison(
        _ path: [String], _ comparator: FilterComparator, _ value: String
    ) -> FilterExpression {
        .restriction(
            FilterRestriction(
                path: path, comparator: comparator, argument: .literal(FilterLiteral(value, isQuoted: true))))
    }
}
