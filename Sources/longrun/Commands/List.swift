import ArgumentParser
import OperationsClient
import OperationsAPI

struct List: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the operations of a parent and of all parents below it.",
        discussion: "With --output json the answer is one array of records.")

    @Argument(help: ArgumentHelp("Such as projects/p/locations/l. (default: all operations)", valueName: "parent"))
    var parent = ""

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Which ones, as in 'state=RUNNING AND queue=\"reports\"' (AIP-160)."))
    var filter = ""

    @Option(help: ArgumentHelp("Fields, as in 'create_time desc'. (default: by name)", valueName: "fields"))
    var orderBy = ""

    @Option(help: ArgumentHelp("At most this many. (default: all)", valueName: "n"))
    var limit: Int?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
    }

    func run() async throws {
        var request = Longrun_V1_ListRecordsRequest()
        request.parent = parent
        request.filter = filter
        request.orderBy = orderBy
        let message = request
        let (records, hasMore) = try await connection.withClient {
            try await $0.allRecords(message, limit: limit)
        }
        switch connection.output {
        case .text: Console.print(RecordText.list(records, now: .now))
        case .json: Console.print(JSONText.array(records.map(RecordJSON.bytes)))
        }
        if hasMore, connection.output == .text { Console.printError("longrun: there are more; see --limit") }
    }
}
