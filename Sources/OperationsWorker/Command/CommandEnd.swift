import OperationsAPI
import OperationsCore

/// How a command ended, and what it has written; decides the outcome of the attempt.
struct CommandEnd: Hashable, Sendable {
    /// Exit status 75, EX_TEMPFAIL of sysexits.h: try again later.
    static let temporaryFailure: Int32 = 75

    var exit: ChildExit
    var output: CapturedOutput
    var errors: CapturedOutput
    /// True if it was asked to stop.
    var wasStopped: Bool

    var outcome: AttemptOutcome {
        switch exit {
        case .status(0): success
        case _ where wasStopped: .cancelled("The command was stopped.")
        case .status(Self.temporaryFailure): .failed(failure(.unavailable), retryable: nil)
        case .status, .signal: .failed(failure(.unknown), retryable: nil)
        }
    }

    private var success: AttemptOutcome {
        do throws(TextPayload.Fault) {
            guard output.isCut else { return .succeeded(try TextPayload.output(Array(output.bytes))) }
            switch output.overflow {
            case .keepEnd: return .succeeded(try TextPayload.text(output.text))
            case .keepStart:
                let sentence = "The command wrote more than \(output.limit) bytes on its standard output."
                return .failed(.init(.outOfRange, sentence), retryable: false)
            }
        } catch {
            let sentence = "The standard output of the command is no response: \(error.description)"
            return .failed(.init(.invalidArgument, sentence), retryable: false)
        }
    }

    private func failure(_ code: StatusCode) -> Google_Rpc_Status {
        let tail = errors.text.trimmingSuffix(while: \.isWhitespace)
        return .init(code, tail.isEmpty ? "The command \(exit)." : "The command \(exit):\n\(tail)")
    }
}
