import GRDB
import OperationsCore

/// What an SQLite result code means for the server; the only place that knows.
enum FailureMapping {
    /// - Parameters:
    ///   - code: an extended or primary result code.
    ///   - message: SQLite's own words.
    ///   - isWriting: true inside a transaction that may write.
    static func failure(_ code: ResultCode, message: String, isWriting: Bool) -> StoreFailure {
        switch code.primaryResultCode {
        case .SQLITE_FULL:
            return .full("The disk is full: \(message).")
        case .SQLITE_CORRUPT where !isWriting:
            return .damaged("A part of the database is damaged: \(message).", names: [])
        case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB:
            guard isWriting else { return .unavailable("The database could not be read: \(message).") }
            return .broken("A write to the database failed: \(message). Restart the server once the disk is sound.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return .unavailable("The database is locked by another process: \(message).")
        default:
            return .unavailable("The database did not answer: \(message) (SQLite code \(code.rawValue)).")
        }
    }

    /// The same for any error; nil when it is not the store's own.
    static func failure(_ error: any Error, isWriting: Bool) -> StoreFailure? {
        switch error {
        case let failure as StoreFailure: failure
        case let error as DatabaseError:
            failure(error.extendedResultCode, message: error.message ?? "no message", isWriting: isWriting)
        case let row as UnreadableRow: .damaged("The database holds \(row.what) that cannot be read.", names: [])
        default: nil
        }
    }
}
