import CLibPQ

/// Keeps what the server says beside its results. It is filled while libpq reads, on the thread that reads.
final class NoticeLog {
    /// A trigger that complains about each row must not fill the memory.
    private static let limit = 100
    private(set) var warnings: [PostgresWarning] = []
    /// Whose results are being read.
    var statement: Int?
    /// Why the server ends the connection, if it said so while nothing was asked. Kept for good.
    private(set) var farewell: PostgresWarning?

    func removeAll() {
        if !warnings.isEmpty { warnings = [] }
    }

    fileprivate func add(_ notice: OpaquePointer) {
        func field(_ code: DiagnosticField) -> String? {
            PQresultErrorField(notice, code.rawValue).map { String(cString: $0) }
        }
        let warning = PostgresWarning(
            severity: field(.severity) ?? "", sqlState: SQLState(field(.sqlState) ?? "00000"),
            message: field(.message) ?? "", detail: field(.detail), statement: statement, origin: field(.origin))
        if warning.severity == "FATAL" || warning.severity == "PANIC" {
            farewell = warning
        } else {
            // The last are kept: what comes with a COMMIT says most.
            if warnings.count >= Self.limit { warnings.removeFirst() }
            warnings.append(warning)
        }
    }

    /// The log must live as long as the connection.
    func receive(from connection: OpaquePointer) {
        let receiver: PQnoticeReceiver = { log, notice in
            guard let log, let notice else { return }
            Unmanaged<NoticeLog>.fromOpaque(log).takeUnretainedValue().add(notice)
        }
        PQsetNoticeReceiver(connection, receiver, Unmanaged.passUnretained(self).toOpaque())
    }
}

/// The parts of an error or notice, as the protocol letters them.
enum DiagnosticField: Int32 {
    case severity = 86  // V, not translated
    case sqlState = 67  // C
    case message = 77  // M
    case detail = 68  // D
    case hint = 72  // H
    case origin = 82  // R, not translated
    case table = 116  // t
    case constraint = 110  // n
}
