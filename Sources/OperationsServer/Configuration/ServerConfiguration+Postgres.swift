import OperationsPostgres

extension ServerConfiguration {
    mutating func readPostgres(_ section: inout YAMLSection) throws(ServerStartError) {
        postgres.schema =
            try section.text(
                "schema",
                "a name of 1 to 48 lower-case letters, digits and '_', beginning with a letter and not with 'pg_'",
                where: PostgresStore.isSchemaName) ?? postgres.schema
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
}
