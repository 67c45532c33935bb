import ArgumentParser

struct Wait: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Wait until an operation is done, and print its response.",
        discussion: "Exit status 1 if it failed or was cancelled. Ctrl-C stops waiting; the operation goes on.")

    @Argument(help: ArgumentHelp("The operation's name, as in operations/ID.", valueName: "name"))
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { try await Waiting.follow(name, $0, format: connection.output) }
    }
}
