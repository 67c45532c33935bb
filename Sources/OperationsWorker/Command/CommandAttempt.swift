#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
public import OperationsAPI
import OperationsCore

/// Does the work of a lease by running a program.
///
/// The request stands on its standard input as JSON (``PlainJSON``), its standard output is the response
/// (``TextPayload/output(_:)``), lines `progress 40 text` on file descriptor 3 are progress. When the attempt is to
/// stop, the program and all it has started get TERM, and KILL 10 s later. Exit status 0 is success, 75 a failure
/// with code UNAVAILABLE, which is tried again by default, anything else a failure with code UNKNOWN.
///
/// ```swift
/// let command = CommandAttempt(["convert", "-", "png:-"])
/// let runner = WorkerRunner(client: client, configuration: .init(queues: ["images"])) {
///     try await command.run($0, $1)
/// }
/// ```
public struct CommandAttempt: Sendable {
    /// The program, sought in `PATH` unless it has a slash, and its arguments.
    public var command: [String]
    /// How long after TERM comes KILL. Default 10 s.
    public var killGracePeriod = Duration.seconds(10)
    /// The longest response in bytes; more is a failure. Default 4 MiB less 64 KiB, the most the server takes.
    public var responseLimit = Limits.publicOperationSize - 64 * 1_024
    /// True for a program that a person runs here: standard input and standard error are those of this process,
    /// standard output is passed on as well as kept, of too long output the end is the response, and the program
    /// stays in the process group, so that the terminal's keys reach it. Default false.
    public var isInteractive = false
    /// Whether an interactive command's output is shown as it comes. Default true.
    public var showsOutput = true
    /// Passes signals on to the program while it runs.
    public var relay: SignalRelay?

    public init(_ command: [String]) {
        self.command = command
    }

    /// Runs the program once.
    ///
    /// - Returns: the outcome; ``AttemptOutcome/cancelled(_:)`` when the task was cancelled and the program did not
    ///   succeed all the same.
    public func run(_ lease: Longrun_V1_Lease, _ progress: ProgressReporter) async throws -> AttemptOutcome {
        let child: ChildProcess
        do throws(ChildProcess.Fault) {
            child = try ChildProcess(launch(lease))
        } catch {
            return .failed(.init(.unavailable, error.description), retryable: nil)
        }
        relay?.attach(child)
        let input = isInteractive ? [] : PlainJSON.bytes(lease.hasRequest ? lease.request : nil) + [UInt8(ascii: "\n")]
        let end = await ChildPump.run(child, input: input, settings: pumpSettings) { line in
            guard let line = ProgressLine(line) else { return }
            progress.report(percent: line.percent, message: line.message)
        }
        relay?.detach()
        return end.outcome
    }

    private func launch(_ lease: Longrun_V1_Lease) -> ChildLaunch {
        let own = ProcessInfo.processInfo.environment
        return ChildLaunch(
            command: command,
            environment: own.merging(CommandEnvironment.variables(for: lease)) { $1 },
            pipesInput: !isInteractive, pipesErrors: !isInteractive, hasOwnGroup: !isInteractive)
    }

    private var pumpSettings: ChildPump.Settings {
        ChildPump.Settings(
            grace: killGracePeriod,
            output: CapturedOutput(limit: responseLimit, overflow: isInteractive ? .keepEnd : .keepStart),
            errors: CapturedOutput(limit: 2_048, overflow: .keepEnd),
            passesOutput: isInteractive && showsOutput)
    }
}
