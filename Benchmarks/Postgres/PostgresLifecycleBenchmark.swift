import OperationsCore
import OperationsEngine

/// Durable start → lease → complete on PostgreSQL, on one node and on three, against pgbench doing the same row
/// changes; and what each writes to the log.
enum PostgresLifecycleBenchmark {
    private struct Setting {
        let pattern: LifecyclePattern
        let nodes: Int

        var name: String { "PostgreSQL, \(nodes == 1 ? "1 node" : "\(nodes) nodes"), \(pattern.name)" }
        var clients: Int { pattern == .batches ? nodes : 32 }
    }

    private struct Run {
        let rate: Double
        /// Bytes of log for each lifecycle.
        let log: Double
    }

    static func rows(_ effort: Effort) async throws -> [Row] {
        try await PostgresSite.rows { site in
            let script = try await LifecycleScript.record(at: site)
            var rows: [Row] = []
            for nodes in [1, 3] {
                for pattern in [LifecyclePattern.ownQueues, .batches] {
                    rows += try await self.rows(Setting(pattern: pattern, nodes: nodes), script, site, effort)
                }
            }
            return rows
        }
    }

    private static func rows(
        _ setting: Setting, _ script: LifecycleScript, _ site: PostgresSite, _ effort: Effort
    ) async throws -> [Row] {
        var own: [Double] = []
        var bare: [Double] = []
        let comparison = try await Comparison.run(rounds: effort.rounds) {
            let run = try await measure(setting, site, effort.lifecycles)
            own.append(run.log)
            return run.rate
        } baseline: {
            let run = try await pgbench(setting, script, site, effort.lifecycles)
            bare.append(run.log)
            return run.rate
        }
        let log = (Statistics.median(own), Statistics.median(bare))
        return [
            Row(setting.name, comparison, against: "pgbench, \(setting.clients) clients", unit: "/s", aim: 0.5),
            Row(
                name: "… bytes of log for each", measured: "\(Text.count(log.0)) B", baseline: "\(Text.count(log.1)) B",
                ratio: Text.ratio(log.0 / log.1)),
        ]
    }

    private static func measure(_ setting: Setting, _ site: PostgresSite, _ rounds: Int) async throws -> Run {
        try await site.withNodes(setting.nodes) { _, engines in
            let log = try await site.writtenLog()
            let start = ContinuousClock.now
            let count = try await setting.pattern.run(on: engines, rounds: rounds)
            let span = ContinuousClock.now - start
            let written = try await site.writtenLog() - log
            return Run(rate: Double(count) / (span / .seconds(1)), log: Double(written) / Double(count))
        }
    }

    private static func pgbench(
        _ setting: Setting, _ script: LifecycleScript, _ site: PostgresSite, _ rounds: Int
    ) async throws -> Run {
        try await site.withStores(1) { schema, _ in
            let size = setting.pattern == .batches ? LifecyclePattern.batchSize : 1
            let text = size == 1 ? script.unary : script.batched(size)
            let log = try await site.writtenLog()
            let rate = try await Pgbench(site: site, schema: schema)
                .rate(of: text, clients: setting.clients, runs: rounds)
            let written = try await site.writtenLog() - log
            return Run(rate: rate * Double(size), log: Double(written) / Double(setting.clients * rounds * size))
        }
    }
}
