import ArgumentParser
import OperationsClient

struct History: ClientCommand {
    static let configuration = CommandConfiguration(abstract: "Show what happened to an operation, oldest first.")

    @Argument(help: ArgumentHelp("The operation's name, as in operations/ID.", valueName: "name"))
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let transitions = try await connection.withClient { try await $0.history(name) }
        switch connection.output {
        case .text: Console.print(HistoryText.table(transitions))
        case .json: Console.print(HistoryText.json(transitions))
        }
    }
}
