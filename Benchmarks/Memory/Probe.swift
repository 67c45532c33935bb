import Foundation

/// What a child process of the benchmark does: it holds waiters of one kind and says how it goes, line by line, so that
/// nothing else is in its memory.
enum Probe: String, CaseIterable {
    /// Tasks parked on a continuation, nothing else.
    case tasks
    /// Waiters of the engine, which need no task.
    case engine
    /// Calls of the engine's wait, each in a task.
    case engineCalls
    /// Serves the program's door; the parent process is the client.
    case door
    /// The same with what it is measured against on grpc-swift.
    case otherGRPC
    /// The same with frames and nothing behind them.
    case bareFrames

    static let flag = "--probe"
    /// How many wait, if nothing else is said.
    static let waiters = 10_000

    /// Nil when the command line asks for no probe.
    init?(_ arguments: some Collection<String>) {
        guard arguments.first == Self.flag, let kind = arguments.dropFirst().first else { return nil }
        self.init(rawValue: kind)
    }

    func run() async throws {
        switch self {
        case .tasks: try await LocalWaiters.measureTasks()
        case .engine: try await LocalWaiters.measureEngine()
        case .engineCalls: try await LocalWaiters.measureEngineCalls()
        case .door: try await ServedWaiters.serveDoor()
        case .otherGRPC: try await ServedWaiters.serveOther()
        case .bareFrames: try await ServedWaiters.serveBareFrames()
        }
    }

    /// One line for the parent: a word and a number or name.
    static func say(_ word: String, _ value: some CustomStringConvertible) {
        FileHandle.standardOutput.write(Data("\(word) \(value)\n".utf8))
    }
}
