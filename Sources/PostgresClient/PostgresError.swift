import CLibPQ

/// What went wrong between us and a PostgreSQL server.
public struct PostgresError: Error {
}
