/// What the command line asks for.
struct Options {
    static let usage = """
        usage: longrun-bench [--quick] [NAME …]

        --quick  a short run, under 45 s
        NAME     measure only what contains one of these: \(Benchmark.all.map(\.name).joined(separator: ", "))
        """

    var effort = Effort.full
    private var names: [String] = []

    /// Nil when the usage is to be shown.
    init?(_ arguments: some Sequence<String>) {
        for argument in arguments {
            switch argument {
            case "--quick": effort = .quick
            case _ where argument.hasPrefix("-"): return nil
            default: names.append(argument)
            }
        }
    }

    func selects(_ name: String) -> Bool {
        names.isEmpty || names.contains { name.contains($0) }
    }
}
