import OperationsCore
import OperationsEngine
import OperationsSQLite

/// Pages of 100 from SQLite stores of different sizes, asked in turn: what a page costs must not grow with the store.
enum ListBenchmark {
    static func rows(_ effort: Effort) async throws -> [Row] {
        try await withTemporaryFolder { folder in
            var stores: [ListStore] = []
            defer { for store in stores { store.close() } }
            for size in effort.listSizes {
                Progress.show("filling a store with \(Text.count(Double(size))) operations …")
                stores.append(try await ListStore(size: size, path: folder + "/\(size).db"))
            }
            var rows = [FilterParsing.row()]
            for question in ListPageQuestion.all {
                Progress.show("measuring a \(question.name) …")
                rows += try await self.rows(question, stores, rounds: effort.listRounds)
            }
            return rows
        }
    }

    private static func rows(
        _ question: ListPageQuestion, _ stores: [ListStore], rounds: Int
    ) async throws -> [Row] {
        var times = stores.map { _ in [Duration]() }
        for round in 0..<(rounds + 20) {
            for (index, store) in stores.enumerated() {
                let start = ContinuousClock.now
                let page = try await question.page(of: store, round: round)
                let time = ContinuousClock.now - start
                guard page.items.count == question.expected(of: store) else {
                    throw BenchmarkFault("\(question.name): \(page.items.count) operations in the page")
                }
                // The first rounds warm the caches up.
                if round >= 20 { times[index].append(time) }
            }
        }
        return report(question, stores, times)
    }

    private static func report(
        _ question: ListPageQuestion, _ stores: [ListStore], _ times: [[Duration]]
    ) -> [Row] {
        let base = Statistics.median(times.first ?? [])
        let smallest = Text.count(Double(stores.first?.size ?? 0))
        return zip(stores, times).dropFirst().flatMap { store, spans in
            let median = Statistics.median(spans)
            let worst = Statistics.percentile(0.99, spans) ?? .zero
            let name = "\(question.name), \(Text.count(Double(store.size)))"
            var row = Row("\(name), p50", median, of: base, against: "of \(smallest)")
            row.aim = "<= 1.50 ratio"
            row.isMet = median / base <= 1.5
            return [
                row, Row("\(name), p99", worst, of: base, against: "p50 of \(smallest)", below: .milliseconds(20)),
            ]
        }
    }
}

/// Reading the sixth of the documented filters: 330 bytes, five restrictions.
enum FilterParsing {
    private static let filter = """
        ((metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CreateBackupMetadata) AND \
        (metadata.database:test_db)) OR \
        ((metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CopyBackupMetadata) AND \
        (metadata.source_backup:test_bkp)) AND (error:*)
        """

    static func row() -> Row {
        let now = Timestamp(microseconds: 0)
        let many = 1_000
        let times = (0..<25).map { _ in
            ContinuousClock().measure { for _ in 0..<many { _ = try? Filter(filter, now: now) } } / many
        }
        let copies = (0..<25).map { _ in
            ContinuousClock().measure { for _ in 0..<many { _ = Array(filter.utf8).hashValue } } / many
        }
        return Row(
            "parse and compile a filter", Statistics.median(times), of: Statistics.median(copies),
            against: "copying and hashing its bytes", below: .microseconds(20))
    }
}
