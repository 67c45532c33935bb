/// Connection strings that lead to a server that takes writes, since a standby shows the past.
enum PrimaryOnly {
    private static let keyword = "target_session_attrs"

    /// Adds the demand, unless the string says itself which servers it means.
    static func connection(_ text: String) -> String {
        guard !text.contains(keyword) else { return text }
        let demand = "\(keyword)=read-write"
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else { return "\(text) \(demand)" }
        return text + (text.contains("?") ? "&" : "?") + demand
    }
}
