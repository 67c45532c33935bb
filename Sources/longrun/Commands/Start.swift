#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import ArgumentParser
import OperationsAPI
import OperationsClient

struct Start: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start an operation, and print its name.",
        discussion: """
            With --wait the name goes to standard error; when the operation is done, its response is printed, and the \
            exit status is 1 if it failed or was cancelled. Ctrl-C stops waiting; the operation goes on.

            Spans of time are written as 90s, 15m, 1h30m or 2d.
            """)

    @Argument(help: ArgumentHelp("Such as projects/p/locations/l. (default: none)", valueName: "parent"))
    var parent = ""

    @OptionGroup var operation: StartOptions

    @Flag(help: "Wait until it is done.")
    var wait = false

    @Flag(help: "Check the request and start nothing.")
    var validateOnly = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if wait, validateOnly { throw ValidationError("--wait and --validate-only exclude each other.") }
    }

    func run() async throws {
        var request = try operation.request(parent: parent)
        request.validateOnly = validateOnly
        // With an id the library may repeat the call without starting a second operation.
        if request.requestID.isEmpty { request.requestID = UUID().uuidString.lowercased() }
        let message = request
        try await connection.withClient { client in
            let handle = try await client.start(message)
            if validateOnly {
                Console.print(connection.output == .json ? "{}" : "The request is valid.")
            } else if wait {
                Console.printError(handle.name)
                try await Waiting.follow(handle.name, client, format: connection.output)
            } else {
                try await show(handle)
            }
        }
    }

    private func show(_ handle: OperationHandle) async throws {
        switch connection.output {
        case .text: Console.print(handle.name)
        case .json: Console.print(JSONText.message(try await handle.get()))
        }
    }
}
