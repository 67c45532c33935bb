import ArgumentParser
import OperationsClient

struct Cancel: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask for the cancellation of an operation.",
        discussion: """
            One that no worker has begun is cancelled at once. The worker of a running one is told; it has 30 s to \
            stop. Of a finished one nothing changes.
            """)

    @Argument(help: ArgumentHelp("The operation's name, as in operations/ID.", valueName: "name"))
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { try await $0.cancel(name) }
        Console.print(connection.output == .json ? "{}" : "Cancellation of \(name) requested.")
    }
}
