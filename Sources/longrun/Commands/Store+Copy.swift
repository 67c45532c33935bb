import ArgumentParser
import OperationsEngine
import OperationsServer

extension Store {
    struct Copy: StoreCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move everything from one store into another that is empty.",
            discussion: """
                Operations with their histories, request ids, policies, descriptor sets and the store's secret, so that \
                page tokens stay good. Afterwards both are read again and compared by a SHA-256 digest. Stop every \
                server that uses one of them before. Nothing is ever overwritten; what a copy that was interrupted left \
                is refused by 'serve' and must be removed.
                """)

        @Argument(help: ArgumentHelp("sqlite:FILE or postgres://USER@HOST/DATABASE; not changed.", valueName: "from"))
        var source: String

        @Argument(help: ArgumentHelp("The same; made when it is not there.", valueName: "to"))
        var target: String

        @OptionGroup var options: StoreOptions

        func run() async throws {
            let display = StoreProgress()
            defer { display.clear() }
            let contents = try await options.withMaintenance {
                try await $0.copy(from: source, to: target, report: display.show)
            }
            display.clear()
            switch options.output {
            case .text: Console.print(StoreText.contents(contents))
            case .json: Console.print(StoreText.json(contents))
            }
        }
    }
}
