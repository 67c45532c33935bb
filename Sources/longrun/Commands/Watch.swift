import ArgumentParser
import OperationsAPI

struct Watch: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follow an operation from change to change until it is done.",
        discussion: """
            Prints a line for each change, with --output json the record. Exit status 1 if the operation failed or \
            was cancelled. Ctrl-C stops watching; the operation goes on.
            """)

    @Argument(help: ArgumentHelp("The operation's name, as in operations/ID.", valueName: "name"))
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let name = name
        let format = connection.output
        try await connection.withClient { client in
            let record = try await untilInterrupted(note: "Stopped watching; \(name) goes on.") {
                try await Watching.watch(name, client) { Self.show($0, format) }
            }
            if case .error(let status) = record.result { throw OperationResult.failure(name, status) }
            if case .response(let payload) = record.result, format == .text, let text = PayloadText.text(payload) {
                Console.print(text)
            }
        }
    }

    private static func show(_ record: Longrun_V1_OperationRecord, _ format: OutputFormat) {
        switch format {
        case .text: Console.print("\(record.updateTime.text) \(RecordText.line(record))")
        case .json: Console.print(RecordJSON.text(record))
        }
    }
}
