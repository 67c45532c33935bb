#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import ArgumentParser
import OperationsClient

/// What every command that speaks with a server takes.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The server's gRPC address. (default: $LONGRUN_ENDPOINT, else 127.0.0.1:50051)", valueName: "host:port"))
    var endpoint: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A set of your own message types, to read and show them as JSON; may be repeated. (default: "
                + "$LONGRUN_DESCRIPTORS, with colons between them)", valueName: "file"))
    var descriptors: [String] = []

    @Option(name: .long, help: ArgumentHelp("Output for people or for programs.", valueName: "text|json"))
    var output = OutputFormat.text

    func validate() throws {
        do throws(Endpoint.Fault) {
            _ = try Endpoint(address)
        } catch {
            throw ValidationError(error.description)
        }
    }

    private var address: String {
        endpoint ?? ProcessInfo.processInfo.environment["LONGRUN_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
            ?? "127.0.0.1:50051"
    }

    /// Connects for as long as `body` runs.
    func withClient<Result: Sendable>(_ body: (OperationsClient) async throws -> Result) async throws -> Result {
        try await withOperationsClient(endpoint: Endpoint(address), body)
    }
}

/// A command that speaks with a server.
protocol ClientCommand: AsyncParsableCommand {
    var connection: ConnectionOptions { get }
}
