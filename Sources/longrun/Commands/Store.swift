import ArgumentParser
import OperationsAPI
import OperationsCore
import OperationsServer
import OperationsWire

/// What is done with a store while no server uses it.
struct Store: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check, copy or migrate what a server keeps.",
        discussion: """
            A store is named as for 'longrun serve --store': sqlite:FILE, or postgres://USER@HOST/DATABASE. Exit status: \
            0 success, 2 for a store that there cannot be, 1 otherwise.
            """,
        subcommands: [Check.self, Copy.self, Migrate.self])
}

/// A command that opens stores itself, without a server.
protocol StoreCommand: AsyncParsableCommand {
    var options: StoreOptions { get }
}

struct StoreOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The configuration file of the servers (YAML), for its section postgres.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("Output for people or for programs.", valueName: "text|json"))
    var output = OutputFormat.text

    /// - Throws: ``CommandFailure`` with what the store or the configuration said.
    func withMaintenance<Value>(_ work: (StoreMaintenance) async throws -> Value) async throws -> Value {
        do {
            return try await work(StoreMaintenance(configuration: ServerConfiguration.load(file: config)))
        } catch let error as ServerStartError {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    /// - Parameter error: what was said of a store, or of the configuration.
    init(_ error: ServerStartError) {
        let cause =
            error.refusal.map { Google_Rpc_Status($0.code, error.description, reason: $0.rawValue) }
            ?? Google_Rpc_Status(.invalidArgument, error.description, reason: "INVALID_CONFIGURATION")
        self.init(error.refusal?.isUsage == true ? .usage : .failure, error.description, cause: cause)
    }

    init(_ refusal: StoreRefusal, _ description: String) {
        self.init(
            .failure, description, cause: Google_Rpc_Status(refusal.code, description, reason: refusal.rawValue))
    }
}
