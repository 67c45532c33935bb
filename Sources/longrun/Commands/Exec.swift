#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import ArgumentParser
import OperationsAPI
import OperationsClient
import OperationsWorker
import SwiftProtobuf
import UnixSignals

struct Exec: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one command here as an operation that all can see.",
        discussion: """
            The operation begins and ends with the command, has a queue of its own, and is tried once. What the \
            command writes on standard output is shown and becomes the response (its end, if it is longer than 4 MiB); lines \
            'progress 40 some text' on file descriptor 3 are progress. Whoever cancels the operation stops the \
            command. Exit status 1 if the command failed.
            """)

    @Argument(help: ArgumentHelp("Such as projects/p/locations/l. (default: none)", valueName: "parent"))
    var parent = ""

    @Option(help: ArgumentHelp("(default: one of its own)", valueName: "queue"))
    var queue: String?

    @Option(help: ArgumentHelp("The last part of its name. (default: the server makes one)", valueName: "id"))
    var id = ""

    @Option(name: .customLong("label"), help: ArgumentHelp("A label; may be repeated.", valueName: "key=value"))
    var labels: [LabelOption] = []

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var command: CommandArgument

    func run() async throws {
        let request = try startRequest()
        let format = connection.output
        try await connection.withClient { client in
            let handle = try await client.start(request)
            if format == .text { Console.printError("longrun: \(handle.name)") }
            let end = try await work(handle.name, client)
            if format == .json { Console.print(JSONText.message(try await handle.get())) }
            try Self.report(end, handle.name)
        }
    }

    private func startRequest() throws -> Longrun_V1_StartOperationRequest {
        let id = UUID().uuidString.lowercased()
        var request = Longrun_V1_StartOperationRequest()
        request.parent = parent
        request.operationID = self.id
        request.requestID = id
        request.queue = queue ?? "exec-\(id)"
        request.labels = labels.dictionary
        request.retryPolicy.maxAttempts = 1
        let words = command.words.map { Google_Protobuf_Value(stringValue: $0) }
        request.request = try Google_Protobuf_Any(
            message: Google_Protobuf_Struct(fields: [
                "command": Google_Protobuf_Value(listValue: Google_Protobuf_ListValue(values: words))
            ]))
        return request
    }

    private func work(_ name: String, _ client: OperationsClient) async throws -> AttemptEnd? {
        let relay = SignalRelay()
        var attempt = CommandAttempt(command.words)
        attempt.isInteractive = true
        attempt.showsOutput = connection.output == .text
        attempt.relay = relay
        let program = attempt
        let configuration = WorkerConfiguration(waitTimeout: .seconds(10))
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let runner = WorkerRunner(client: client, configuration: configuration) { lease, progress in
            let outcome = try await program.run(lease, progress)
            // However well it ended then, it did not end by itself.
            return relay.wasSignalled ? .cancelled("The command was interrupted.") : outcome
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await signal in signals {
                    // The terminal's Ctrl-C has reached the command already.
                    let isSent = signal.rawValue == SIGTERM || !Console.isInForeground
                    relay.receive(signal.rawValue, passesOn: isSent)
                }
            }
            defer { group.cancelAll() }
            return try await runner.runOne(name)
        }
    }

    private static func report(_ end: AttemptEnd?, _ name: String) throws {
        switch end {
        case .completed: return
        case .failed(let status, _): throw OperationResult.failure(name, status)
        case .unreported(let error): throw error
        case .cancelled, .released: throw CommandFailure(.failure, "\(name) was cancelled.")
        case .dropped(.operationDeleted): throw CommandFailure(.failure, "\(name) was deleted.")
        case .dropped: throw CommandFailure(.failure, "\(name) was lost: the server gave its lease to no one in time.")
        case nil: throw CommandFailure(.failure, "\(name) could not be leased; it may have been cancelled.")
        }
    }
}
