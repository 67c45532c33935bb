/// What the command line asks for.
struct Options {
    static let usage = """
        usage: longrun-bench [--quick] [--huge] [NAME …]

        --quick  a short run, under 2 minutes
        --huge   lists also from 10 million operations: 15 minutes and 15 GB more
        NAME     measure only what contains one of these: \(Benchmark.all.map(\.name).joined(separator: ", "))
        """

    var effort = Effort.full
    private var names: [String] = []

    /// Nil when the usage is to be shown.
    init?(_ arguments: some Sequence<String>) {
        for argument in arguments {
            switch argument {
            case "--quick": effort = .quick
            case "--huge": effort.listSizes.append(10_000_000)
            case _ where argument.hasPrefix("-"): return nil
            default: names.append(argument)
            }
        }
    }

    func selects(_ name: String) -> Bool {
        names.isEmpty || names.contains { name.contains($0) }
    }
}
