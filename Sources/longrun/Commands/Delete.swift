import ArgumentParser
import OperationsClient

struct Delete: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete an operation.",
        discussion: "The work of a running one is not cancelled, but its result has nowhere to go.")

    @Argument(help: ArgumentHelp("The operation's name, as in operations/ID.", valueName: "name"))
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { try await $0.delete(name) }
        Console.print(connection.output == .json ? "{}" : "\(name) deleted.")
    }
}
