import GRDB
import OperationsCore
import Testing

@testable import OperationsSQLite

@Suite struct FailureMappingTests {
    enum Kind { case unavailable, full, broken, outcomeUnknown, damaged, held }

    @Test(arguments: [
        (ResultCode.SQLITE_FULL, Kind.full, Kind.full),
        (.SQLITE_IOERR, .broken, .unavailable),
        (.SQLITE_IOERR_FSYNC, .broken, .unavailable),
        (.SQLITE_IOERR_WRITE, .broken, .unavailable),
        (.SQLITE_IOERR_READ, .broken, .unavailable),
        (.SQLITE_IOERR_TRUNCATE, .broken, .unavailable),
        (.SQLITE_CORRUPT, .broken, .damaged),
        (.SQLITE_CORRUPT_INDEX, .broken, .damaged),
        (.SQLITE_NOTADB, .broken, .unavailable),
        (.SQLITE_BUSY, .unavailable, .unavailable),
        (.SQLITE_BUSY_SNAPSHOT, .unavailable, .unavailable),
        (.SQLITE_LOCKED, .unavailable, .unavailable),
        (.SQLITE_CANTOPEN, .unavailable, .unavailable),
        (.SQLITE_READONLY, .unavailable, .unavailable),
        (.SQLITE_NOMEM, .unavailable, .unavailable),
        (.SQLITE_INTERRUPT, .unavailable, .unavailable),
        (.SQLITE_TOOBIG, .unavailable, .unavailable),
        (.SQLITE_CONSTRAINT_CHECK, .unavailable, .unavailable),
        (.SQLITE_MISUSE, .unavailable, .unavailable),
    ])
    func everyCode(_ code: ResultCode, _ writing: Kind, _ reading: Kind) {
        #expect(kind(FailureMapping.failure(code, message: "m", isWriting: true)) == writing)
        #expect(kind(FailureMapping.failure(code, message: "m", isWriting: false)) == reading)
    }

    @Test func otherErrorsAreNotTheStoresOwn() {
        #expect(FailureMapping.failure(CancellationError(), isWriting: true) == nil)
        #expect(FailureMapping.failure(StoreFailure.full("x"), isWriting: true) == .full("x"))
        #expect(
            FailureMapping.failure(UnreadableRow(what: "nonsense"), isWriting: true)
                == .damaged("The database holds nonsense that cannot be read.", names: []))
    }

    private func kind(_ failure: StoreFailure) -> Kind {
        switch failure {
        case .unavailable, .obstructed: .unavailable
        case .full: .full
        case .broken: .broken
        case .outcomeUnknown: .outcomeUnknown
        case .damaged: .damaged
        case .held: .held
        }
    }
}
