import OperationsWire

/// Measures the program and prints one table; every row has a ratio to something measured in the same run.
///
///     longrun-bench [--quick] [--huge] [NAME …]
@main
struct LongrunBench {
    @concurrent
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if let probe = Probe(arguments) { return try await probe.run() }
        guard let options = Options(arguments) else { return print(Options.usage) }
        try await run(options)
    }

    private static func run(_ options: Options) async throws {
        var rows: [Row] = []
        for benchmark in Benchmark.all where options.selects(benchmark.name) {
            Progress.show("measuring \(benchmark.name) …")
            rows += try await benchmark.measure(options.effort)
        }
        Progress.clear()
        print(Table(rows: rows))
    }
}
