import OperationsCore
import PostgresClient

extension StoreObstacle {
    /// Nil for what may pass by itself: also a server that takes no writes, since another may have its place by now.
    init?(_ error: PostgresError) {
        switch error.kind {
        case .cannotConnect:
            guard let obstacle = Self.refusal(error.message) else { return nil }
            self = obstacle
        case .server(.undefinedTable), .server(.undefinedColumn), .server(.invalidSchemaName): self = .schemaMissing
        case .server(.insufficientPrivilege): self = .accessDenied
        case .server(.checkViolation) where error.constraint == StoreLoading.barrier: self = .beingFilled
        case .server(let state) where state.classCode == "28": self = .accessDenied
        case .server, .connectionLost, .timedOut, .closed, .busy, .misuse: return nil
        }
    }

    /// libpq gives no SQLSTATE of a connection that was refused, only words.
    private static func refusal(_ message: String) -> StoreObstacle? {
        let words: [(String, StoreObstacle)] = [
            ("authentication failed", .accessDenied), ("no password supplied", .accessDenied),
            ("pg_hba.conf", .accessDenied), ("is not permitted to log in", .accessDenied),
            ("permission denied for database", .accessDenied),
        ]
        if let found = words.first(where: { message.contains($0.0) }) { return found.1 }
        guard message.contains("FATAL:"), message.contains("does not exist") else { return nil }
        return message.contains("database \"") ? .databaseMissing : .accessDenied
    }
}
