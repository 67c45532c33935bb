import Foundation
import OperationsCore
import OperationsEngine
import OperationsPostgres
import PostgresClient

/// The PostgreSQL that measurements run on: `make bench` starts one for them.
struct PostgresSite {
    static let variable = "LONGRUN_TEST_POSTGRES"

    let uri: String

    /// Nil when there is none.
    static var present: PostgresSite? {
        ProcessInfo.processInfo.environment[variable].map(PostgresSite.init)
    }

    /// Measures on it, or says why nothing is measured.
    static func rows(_ measure: (PostgresSite) async throws -> [Row]) async throws -> [Row] {
        guard let present else {
            Progress.clear()
            print("PostgreSQL is not measured: run this under 'scripts/postgres-up --run', as 'make bench' does.")
            return []
        }
        return try await measure(present)
    }

    /// Opens nodes' stores on a schema of their own, which is dropped afterwards.
    func withStores<Value>(
        _ count: Int, _ body: (_ schema: String, [PostgresStore]) async throws -> Value
    ) async throws -> Value {
        let schema = "bench_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        var stores: [PostgresStore] = []
        for _ in 0..<count {
            var options = PostgresStore.Options(connection: uri)
            options.schema = schema
            stores.append(try await PostgresStore.open(options, logger: .silent))
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(schema, stores))
        } catch {
            result = .failure(error)
        }
        for store in stores { await store.close() }
        try await execute("DROP SCHEMA \(schema) CASCADE")
        return try result.get()
    }

    /// The same with an engine on each.
    func withNodes<Value: Sendable>(
        _ count: Int, _ body: (_ schema: String, [OperationEngine]) async throws -> Value
    ) async throws -> Value {
        try await withStores(count) { schema, stores in
            try await withEngines(on: stores[...], []) { try await body(schema, $0) }
        }
    }

    private func withEngines<Value: Sendable>(
        on stores: ArraySlice<PostgresStore>, _ engines: [OperationEngine],
        _ body: ([OperationEngine]) async throws -> Value
    ) async throws -> Value {
        guard let store = stores.first else { return try await body(engines) }
        return try await withEngine(on: store) {
            try await withEngines(on: stores.dropFirst(), engines + [$0], body)
        }
    }

    func execute(_ sql: String) async throws {
        try await run { try $0.execute(sql, within: .seconds(600)) }
    }

    /// Rows of two texts each.
    func pairs(_ sql: String) async throws -> [(String, String?)] {
        try await run { session in
            session.queue(PostgresStatement(unkept: sql))
            var pairs: [(String, String?)] = []
            for result in try session.flush(within: .seconds(60)) {
                try result.forEach { row in
                    pairs.append((row.text(), row.optionalText()))
                    return true
                }
            }
            return pairs
        }
    }

    /// How much has been written to the log so far, in bytes.
    func writtenLog() async throws -> Int64 {
        let text = try await pairs("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint::text, ''").first?.0
        guard let text, let bytes = Int64(text) else { throw BenchmarkFault("no position of the log") }
        return bytes
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let connection = try await PostgresConnection.open(PostgresConfiguration(uri))
        let result: Result<Value, any Error>
        do {
            result = .success(try await connection.run(body))
        } catch {
            result = .failure(error)
        }
        await connection.close()
        return try result.get()
    }
}
