import OperationsCore
import OperationsEngine
import OperationsPostgres

/// What a lease call costs beside many finished operations, against few.
enum PostgresLeaseBenchmark {
    static func rows(_ effort: Effort) async throws -> [Row] {
        try await PostgresSite.rows { site in
            try await site.withNodes(1) { small, few in
                try await site.withNodes(1) { large, many in
                    guard let few = few.first, let many = many.first, let size = effort.listSizes.last else {
                        return []
                    }
                    try await fill(small, 1_000, few, site)
                    try await fill(large, size, many, site)
                    return [try await row(few, many, size, effort)]
                }
            }
        }
    }

    private static func row(
        _ few: OperationEngine, _ many: OperationEngine, _ size: Int, _ effort: Effort
    ) async throws -> Row {
        var spans: (few: [Duration], many: [Duration]) = ([], [])
        for _ in 0..<effort.wakes {
            spans.few.append(try await lease(few))
            spans.many.append(try await lease(many))
        }
        let medians = (Statistics.median(spans.few), Statistics.median(spans.many))
        var row = Row(
            "PostgreSQL, a lease beside \(Text.count(Double(size))) finished", medians.1, of: medians.0,
            against: "beside 1,000")
        row.aim = "<= \(Text.ratio(1.3))"
        row.isMet = medians.1 / medians.0 <= 1.3
        return row
    }

    private static func lease(_ engine: OperationEngine) async throws -> Duration {
        _ = try await engine.start(Work.start(in: "measured"))
        let start = ContinuousClock.now
        guard let record = try await engine.lease(Work.lease(from: "measured")).first else {
            throw BenchmarkFault("no lease")
        }
        let span = ContinuousClock.now - start
        _ = try await engine.complete(Work.completion(of: record))
        return span
    }

    /// Copies one finished operation so many times. The call is lateral: beside `.*` it would be made for each column.
    private static func fill(
        _ schema: String, _ count: Int, _ engine: OperationEngine, _ site: PostgresSite
    ) async throws {
        _ = try await engine.finished()
        try await site.execute(
            """
            SET search_path TO \(schema);
            INSERT INTO operations
            SELECT filler.*
            FROM operations AS sample, generate_series(1, \(count)) AS number,
                LATERAL jsonb_populate_record(sample, jsonb_build_object(
                    'id', -number, 'name', 'operations/filler-' || number, 'position', -number)) AS filler;
            ANALYZE operations;
            """)
    }
}
