extension ServerConfiguration {
    mutating func readPostgres(_ section: inout YAMLSection) throws(ServerStartError) {
        let isName = { (text: String) in
            (1...48).contains(text.utf8.count) && text.utf8.first.map(Self.isLetter) ?? false && !text.hasPrefix("pg_")
                && text.utf8.allSatisfy { Self.isLetter($0) || Self.isDigit($0) || $0 == UInt8(ascii: "_") }
        }
        postgres.schema =
            try section.text(
                "schema",
                "a name of 1 to 48 lower-case letters, digits and '_', beginning with a letter and not with 'pg_',",
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
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
