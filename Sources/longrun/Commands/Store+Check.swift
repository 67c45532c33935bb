import ArgumentParser
import OperationsEngine
import OperationsServer

extension Store {
    struct Check: StoreCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read all that a store holds, and say what is not as it must be.",
            discussion: """
                The store is not changed. A file must not be in use by a server; on PostgreSQL servers may go on \
                meanwhile. Exit status: 0 when all is well, 1 when something is not.
                """)

        @Argument(help: ArgumentHelp("sqlite:FILE or postgres://USER@HOST/DATABASE.", valueName: "store"))
        var store: String

        @OptionGroup var options: StoreOptions

        func run() async throws {
            let display = StoreProgress()
            defer { display.clear() }
            let report = try await options.withMaintenance { try await $0.check(store, report: display.show) }
            display.clear()
            switch options.output {
            case .text: Console.print(StoreText.report(report))
            case .json: Console.print(StoreText.json(report))
            }
            guard !report.isSound else { return }
            throw CommandFailure(
                .storeFaulty, "the store has \(report.faultCount) fault\(report.faultCount == 1 ? "" : "s").")
        }
    }
}
