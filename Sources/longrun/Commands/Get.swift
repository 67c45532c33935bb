import ArgumentParser
import OperationsClient

struct Get: ClientCommand {
    static let configuration = CommandConfiguration(abstract: "Show all the server knows of an operation.")

    @Argument(help: ArgumentHelp("The operation's name, as in operations/ID.", valueName: "name"))
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let record = try await connection.withClient { try await $0.record(name) }
        switch connection.output {
        case .text: Console.print(RecordText.block(record, now: .now))
        case .json: Console.print(RecordJSON.text(record))
        }
    }
}
