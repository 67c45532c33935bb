extension MessageType {
    /// What is said of a name that means nothing in it.
    var noSuchField: String { "\(fullName) has no such field; it has \(someNames)." }

    /// What can be named in it, for a fault.
    var someNames: String {
        let names = fields.prefix(8).map(\.jsonName)
        if names.isEmpty { return "none" }
        let more = fields.count - names.count
        return names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
