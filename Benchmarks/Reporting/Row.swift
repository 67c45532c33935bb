/// One line of the table.
struct Row {
    let name: String
    let measured: String
    let baseline: String
    let ratio: String
    var aim = "-"
    /// Nil: nothing was aimed at.
    var isMet: Bool?
}

extension Row {
    /// A throughput: the more, the better.
    init(_ name: String, _ comparison: Comparison, against baseline: String, unit: String, aim: Double? = nil) {
        self.init(
            name: name, measured: "\(Text.count(comparison.measured)) \(unit)",
            baseline: "\(Text.count(comparison.baseline)) \(unit), \(baseline)",
            ratio: Text.ratio(comparison.ratio), aim: aim.map { ">= \(Text.ratio($0))" } ?? "-",
            isMet: aim.map { comparison.ratio >= $0 })
    }

    /// A span: the less, the better.
    init(_ name: String, _ span: Duration, of base: Duration, against baseline: String, below aim: Duration? = nil) {
        self.init(
            name: name, measured: Text.span(span), baseline: "\(Text.span(base)), \(baseline)",
            ratio: Text.ratio(span / base), aim: aim.map { "< \(Text.span($0))" } ?? "-",
            isMet: aim.map { span < $0 })
    }
}
