import OperationsCore
import PostgresClient

/// Any error as a sentence for logs and callers: never as Swift would print it, with the names of its cases.
enum ErrorSentence {
    static func of(_ error: any Error) -> String {
        switch error {
        case let failure as StoreFailure: failure.sentence
        case let error as PostgresError: error.sentence
        case let conflict as StoreConflict: "'\(conflict.name)' is not as it was."
        case is CancellationError: "It was cancelled."
        case let error as any CustomStringConvertible: error.description
        default: "There was an error that nobody foresaw, of the kind \(type(of: error))."
        }
    }
}
