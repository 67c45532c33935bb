import ArgumentParser

/// The command line of longrun.
@main
struct Longrun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "longrun",
        abstract: "A durable server for long-running operations, and its tools.",
        discussion: """
            Start a server with 'longrun serve', an operation with 'longrun start', a worker with 'longrun work'.

            Exit status: 0 success, 1 the operation failed or was cancelled, 2 usage, 3 not found, 4 cannot reach the \
            server, 5 another error of the server's.
            """,
        version: "longrun 0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Server:", subcommands: [Serve.self, Store.self]),
            CommandGroup(
                name: "Operations:",
                subcommands: [
                    Start.self, Get.self, List.self, Wait.self, Watch.self, Cancel.self, Delete.self, History.self,
                ]),
            CommandGroup(name: "Work:", subcommands: [Work.self, Exec.self]),
        ])

    /// Like that of the library, with exit statuses and error lines of our own.
    static func main() async {
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        exit(withError: status == .success ? nil : ExitCode(status.code))
    }

    static func run(_ arguments: [String]) async -> ExitStatus {
        var format = OutputFormat.text
        do {
            var command = try parseAsRoot(arguments)
            if let client = command as? any ClientCommand {
                format = client.connection.output
                try DescribedTypes.load(client.connection.descriptors)
            }
            if let command = command as? any StoreCommand { format = command.options.output }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return FailureReport(error, format: format).print()
        }
    }
}
