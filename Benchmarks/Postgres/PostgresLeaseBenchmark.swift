import OperationsCore
import OperationsEngine
import OperationsPostgres

/// What a lease call, and what goes with it, costs beside many finished operations, against few.
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
                    return try await rows(few, many, size, effort)
                }
            }
        }
    }

    private static func rows(
        _ few: OperationEngine, _ many: OperationEngine, _ size: Int, _ effort: Effort
    ) async throws -> [Row] {
        var leases: (few: [Duration], many: [Duration]) = ([], [])
        var lives = leases
        for _ in 0..<effort.wakes {
            let measured = (few: try await spans(few), many: try await spans(many))
            leases.few.append(measured.few.lease)
            leases.many.append(measured.many.lease)
            lives.few.append(measured.few.life)
            lives.many.append(measured.many.life)
        }
        return [row("a lease", leases, size), row("start, lease, completion", lives, size)]
    }

    private static func row(_ what: String, _ spans: (few: [Duration], many: [Duration]), _ size: Int) -> Row {
        let medians = (few: Statistics.median(spans.few), many: Statistics.median(spans.many))
        var row = Row(
            "PostgreSQL, \(what) beside \(Text.count(Double(size))) finished", medians.many, of: medians.few,
            against: "beside 1,000")
        row.aim = "<= \(Text.ratio(1.3))"
        row.isMet = medians.many / medians.few <= 1.3
        return row
    }

    /// How long a lease took, and the whole of the life it is in the middle of.
    private static func spans(_ engine: OperationEngine) async throws -> (lease: Duration, life: Duration) {
        let start = ContinuousClock.now
        _ = try await engine.start(Work.start(in: "measured"))
        let lease = ContinuousClock.now
        guard let record = try await engine.lease(Work.lease(from: "measured")).first else {
            throw BenchmarkFault("no lease")
        }
        let leased = ContinuousClock.now
        _ = try await engine.complete(Work.completion(of: record))
        return (leased - lease, ContinuousClock.now - start)
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
