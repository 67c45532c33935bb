import ArgumentParser
import OperationsClient
import OperationsWorker
import UnixSignals

struct Work: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work on the operations of a queue with a program of any kind.",
        discussion: """
            For each operation the command runs once: the request is on its standard input as JSON, its standard \
            output is the response, lines 'progress 40 some text' on file descriptor 3 are progress, TERM asks it to \
            stop. Exit status 0 is success, 75 a failure that is worth another attempt, anything else a failure.

            TERM or INT ends the worker: it takes no more work and lets attempts finish; a second one stops them, and \
            they are given back.
            """)

    @Option(name: .customLong("queue"), help: ArgumentHelp("Where to take work from; may be repeated."))
    var queues: [String]

    @Option(help: ArgumentHelp("Only operations of this parent and of all below it. (default: all)"))
    var parent = ""

    @Option(help: ArgumentHelp("Commands at a time.", valueName: "n"))
    var concurrency = 1

    @Option(help: ArgumentHelp("Who this is, for people. (default: host name and process id)", valueName: "id"))
    var workerID: String?

    @Option(help: ArgumentHelp("Lease length, 1s to 1h; renewed in time. (default: 30s)", valueName: "span"))
    var lease: DurationOption?

    @Option(help: ArgumentHelp("How long TERM lets attempts finish. (default: 10s)", valueName: "span"))
    var grace: DurationOption?

    @Option(help: ArgumentHelp("How long after TERM a command gets KILL. (default: 10s)", valueName: "span"))
    var killGrace: DurationOption?

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var command: CommandArgument

    func validate() throws {
        guard (1...1_000).contains(concurrency) else { throw ValidationError("--concurrency is 1 to 1000.") }
    }

    func run() async throws {
        let log = WorkerLog(format: connection.output, queues: queues)
        var attempt = CommandAttempt(command.words)
        if let killGrace { attempt.killGracePeriod = killGrace.duration }
        let program = attempt
        try await connection.withClient { client in
            let runner = WorkerRunner(client: client, configuration: configuration, observe: log.write) {
                try await program.run($0, $1)
            }
            log.began(endpoint: client.endpoint)
            try await Self.runUntilSignalled(runner)
        }
    }

    private var configuration: WorkerConfiguration {
        var configuration = WorkerConfiguration(queues: queues, parent: parent, concurrency: concurrency)
        if let workerID { configuration.workerID = workerID }
        if let lease { configuration.leaseDuration = lease.duration }
        if let grace { configuration.drainGracePeriod = grace.duration }
        return configuration
    }

    /// The first signal ends the taking of work, the second one the work itself.
    private static func runUntilSignalled(_ runner: WorkerRunner) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let (first, firstCame) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await runner.run { for await _ in first { return } }
            }
            group.addTask {
                var count = 0
                for await signal in signals {
                    count += 1
                    firstCame.yield()
                    if count > 1 { throw CommandFailure(.signal(signal.rawValue), "Stopped; all work was given back.") }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
