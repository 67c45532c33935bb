extension ServerConfiguration {
    mutating func readPostgres(_ section: inout YAMLSection) throws(ServerStartError) {
        let isName = { (text: String) in
            (1...48).contains(text.utf8.count) && text.utf8.first.map(Self.isLetter) ?? false
                && text.utf8.allSatisfy { Self.isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        postgres.schema =
            try section.text(
                "schema", "a name of 1 to 48 lower-case letters, digits and underscores that begins with no digit",
                where: isName) ?? postgres.schema
        postgres.connections = try section.integer("connections", 4...1_000) ?? postgres.connections
        let choices = PostgresSettings.Changes.allCases.map(\.rawValue)
        if let choice = try section.choice("changes", choices) {
            postgres.changes = PostgresSettings.Changes(rawValue: choice) ?? postgres.changes
        }
        postgres.pollInterval =
            try section.duration("pollInterval", .milliseconds(10)...(.seconds(10))) ?? postgres.pollInterval
        postgres.migrates = try section.flag("migrate") ?? postgres.migrates
        try section.finish()
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }
}
