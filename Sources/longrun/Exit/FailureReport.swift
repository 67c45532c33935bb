import ArgumentParser
import OperationsAPI
import OperationsClient
import OperationsCore
import OperationsServer
import OperationsWire

/// What is printed of an error, where, and the exit status that goes with it: decided here for every command.
struct FailureReport: Hashable, Sendable {
    let status: ExitStatus
    /// With the line break at its end; empty to print nothing.
    let text: String
    /// True for what was asked for, such as help.
    var isForStandardOutput = false

    private init(_ status: ExitStatus, _ text: String) {
        self.status = status
        self.text = text
    }

    init(_ error: any Error, format: OutputFormat) {
        switch error {
        case let error as ClientError:
            let sentence = Self.sentence(error)
            self.init(ExitStatus(error), format == .json ? Self.json(error.status) : Self.line(sentence))
        case let error as CommandFailure:
            let status = error.cause ?? Self.status(error)
            self.init(error.status, format == .json ? Self.json(status) : Self.line(error.description))
        case let error as ServerStartError:
            self.init(error.refusal?.isUsage == true ? .usage : .failure, Self.line(error.description))
        case is CancellationError:
            self.init(.failure, "")
        default:
            self.init(parsing: error)
        }
    }

    /// Errors of the argument parser, help and version among them.
    private init(parsing error: any Error) {
        let isAnswer = Longrun.exitCode(for: error) == .success
        let message = Longrun.fullMessage(for: error)
        let prefix = "Error: "
        let text = message.hasPrefix(prefix) ? "longrun: " + message.dropFirst(prefix.count) : message
        self.init(isAnswer ? .success : .usage, text + "\n")
        isForStandardOutput = isAnswer
    }

    func print() -> ExitStatus {
        if isForStandardOutput { Console.print(text, terminator: "") } else { Console.printError(text, terminator: "") }
        return status
    }

    private static func line(_ sentence: String) -> String { "longrun: \(sentence)\n" }

    private static func sentence(_ error: ClientError) -> String {
        guard error.isUnreachable else { return error.message }
        // What the transport says of the commonest case adds nothing.
        let cause = error.message.contains("Connection refused") ? "" : " (\(error.message))"
        return """
            cannot reach a server at \(error.endpoint). Start one with 'longrun serve', or name another with --endpoint \
            or LONGRUN_ENDPOINT.\(cause)
            """
    }

    private static func json(_ status: Google_Rpc_Status) -> String {
        String(decoding: MessageJSON.bytes(status), as: UTF8.self) + "\n"
    }

    private static func status(_ error: CommandFailure) -> Google_Rpc_Status {
        var status = Google_Rpc_Status()
        status.code = StatusCode.unknown.rawValue
        status.message = error.description
        return status
    }
}
