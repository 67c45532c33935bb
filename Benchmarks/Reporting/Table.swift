/// The rows in aligned columns.
struct Table: CustomStringConvertible {
    let rows: [Row]

    var description: String {
        let heads = ["what", "measured", "baseline", "ratio", "aim", ""]
        let cells = [heads] + rows.map(cells)
        let widths = heads.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let rule = widths.dropLast().map { String(repeating: "-", count: $0) }
        var lines = cells.map { line($0, widths) }
        lines.insert(line(rule + [""], widths), at: 1)
        return lines.joined(separator: "\n")
    }

    private func cells(_ row: Row) -> [String] {
        [row.name, row.measured, row.baseline, row.ratio, row.aim, row.isMet.map { $0 ? "ok" : "missed" } ?? ""]
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
}
