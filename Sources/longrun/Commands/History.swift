import ArgumentParser
import OperationsClient

struct History: ClientCommand {
    static let configuration = CommandConfiguration(abstract: "Show what happened to an operation, oldest first.")

    @Argument(help: ArgumentHelp("The operation's name, or its id if it has no parent.", valueName: "name"))
    var name: NameArgument

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let transitions = try await connection.withClient { try await $0.history(name.text) }
        switch connection.output {
        case .text: Console.print(HistoryText.table(transitions))
        case .json: Console.print(HistoryText.json(transitions))
        }
    }
}
