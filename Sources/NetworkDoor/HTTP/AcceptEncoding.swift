/// What a caller says of the ways in which its answer may be packed: its `accept-encoding` (RFC 9110, 12.5.3).
struct AcceptEncoding {
    /// Weights in thousandths, of codings that are named.
    private var gzip: Int?
    private var identity: Int?
    private var others: Int?

    init(_ list: String) {
        for element in FieldList.elements(list) { take(element) }
    }

    /// Whether gzip is allowed, and no coding at all is not liked better.
    var prefersGzip: Bool {
        let weight = gzip ?? others ?? 0
        return weight > 0 && weight >= identity ?? 0
    }

    private mutating func take(_ element: String) {
        let parts = element.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first else { return }
        let weight = parts.count == 1 ? 1_000 : Self.weight(parts[1])
        switch FieldList.trimmed(name) {
        case "gzip", "x-gzip": gzip = min(gzip ?? weight, weight)
        case "identity": identity = min(identity ?? weight, weight)
        case "*": others = min(others ?? weight, weight)
        default: break
        }
    }

    /// Thousandths (12.4.2). What is no weight counts as 0, so that who cannot be understood is sent plain bytes.
    private static func weight(_ text: Substring) -> Int {
        let text = FieldList.trimmed(text)
        guard text.hasPrefix("q=") else { return 0 }
        let parts = text.dropFirst(2).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.dropFirst().first ?? ""
        guard let whole = parts.first, whole == "0" || whole == "1", fraction.count <= 3,
            fraction.allSatisfy({ ("0"..."9").contains($0) })
        else { return 0 }
        let digits = whole + fraction + String(repeating: "0", count: 3 - fraction.count)
        let weight = Int(digits) ?? 0
        return weight <= 1_000 ? weight : 0
    }
}
