import OperationsAPI
import OperationsCore
import SwiftProtobuf

/// How a done operation is told to whoever waited for it.
enum OperationResult {
    /// Prints the response, or throws the error as a failure with exit status 1.
    static func report(_ operation: Google_Longrunning_Operation, format: OutputFormat) throws {
        if format == .json { Console.print(JSONText.message(operation)) }
        switch operation.result {
        case .response(let payload):
            if format == .text, let text = PayloadText.text(payload) { Console.print(text) }
        case .error(let status): throw failure(operation.name, status)
        case nil: break
        }
    }

    static func failure(_ name: String, _ status: Google_Rpc_Status) -> CommandFailure {
        let isCancelled = status.code == StatusCode.cancelled.rawValue
        let sentence = isCancelled ? "\(name) was cancelled." : "\(name) failed: \(status.text)"
        return CommandFailure(.failure, sentence, cause: status)
    }
}
