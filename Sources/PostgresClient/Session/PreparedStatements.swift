/// What the server has prepared on one connection.
struct PreparedStatements {
    private struct Form {
        let sql: String
        let types: [UInt32]
        /// Until the server has said that it is prepared, each batch says it anew.
        var isPrepared: Bool
    }

    private var forms: [String: Form] = [:]

    enum Standing {
        case prepared, unknown
        /// The name already means something else.
        case otherText, otherTypes
    }

    func standing(of statement: PostgresStatement, types: ArraySlice<UInt32>) -> Standing {
        guard let form = forms[statement.name] else { return .unknown }
        if form.sql != statement.sql { return .otherText }
        if form.types[...] != types { return .otherTypes }
        return form.isPrepared ? .prepared : .unknown
    }

    mutating func willPrepare(_ statement: PostgresStatement, types: ArraySlice<UInt32>) {
        forms[statement.name] = Form(sql: statement.sql, types: Array(types), isPrepared: false)
    }

    mutating func didPrepare(_ statement: PostgresStatement) {
        forms[statement.name]?.isPrepared = true
    }

    mutating func didNotPrepare(_ statement: PostgresStatement) {
        forms[statement.name] = nil
    }
}
