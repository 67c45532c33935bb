import OperationsCore
import PostgresClient

/// What a mishap means for the server; the only place that knows.
///
/// It is never ``StoreFailure/broken(_:)``: PostgreSQL itself stops when a write to its disk fails, and what it has
/// acknowledged after its restart is sound.
enum FailureMapping {
    static func failure(_ mishap: Mishap) -> StoreFailure {
        switch mishap.cause {
        case .refused(.diskFull): .full("The disk of the database is full: \(mishap.message)")
        case .held(let names): .held(mishap.message, names: names)
        case .unreadable(let name): .damaged(mishap.message, names: name.map { [$0] } ?? [])
        case .busy: .unavailable("All connections to the database are in use: \(mishap.message)")
        case .closed: .unavailable("The store is closed.")
        case .obstructed(let obstacle): .obstructed(obstacle, detail: mishap.message)
        case .refused(.readOnlyTransaction): .obstructed(.readOnly, detail: mishap.message)
        case .refused: .unavailable("The database refused a statement: \(mishap.message)")
        case .other: .unavailable(mishap.message)
        default: .unavailable("The database did not answer: \(mishap.message)")
        }
    }

    /// The same for any error of a read; nil when it is not the store's own.
    static func failure(_ error: any Error) -> StoreFailure? {
        switch error {
        case let failure as StoreFailure: failure
        case is PostgresError, is UnreadableRow: failure(Mishap(error, while: .working))
        default: nil
        }
    }
}
