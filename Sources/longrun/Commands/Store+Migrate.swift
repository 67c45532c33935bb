import ArgumentParser
import OperationsServer

extension Store {
    struct Migrate: StoreCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the schema of a store up to date.",
            discussion: """
                As 'longrun serve' does at its start, unless it is configured not to. The store is made when it is not \
                there. On PostgreSQL older servers may go on meanwhile.
                """)

        @Argument(help: ArgumentHelp("sqlite:FILE or postgres://USER@HOST/DATABASE.", valueName: "store"))
        var store: String

        @OptionGroup var options: StoreOptions

        func run() async throws {
            let migration = try await options.withMaintenance { try await $0.migrate(store) }
            switch options.output {
            case .text: Console.print(StoreText.migration(migration))
            case .json: Console.print(StoreText.json(migration))
            }
        }
    }
}
