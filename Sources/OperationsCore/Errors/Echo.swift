/// What callers wrote, as errors repeat it: short, since an error has to fit into the few kilobytes of a header.
extension StringProtocol {
    /// The beginning, of at most 80 bytes.
    var echoed: String { cut(to: 80) }

    /// As many of the first characters as have so many bytes, and `…` when that is not all.
    func cut(to bytes: Int) -> String {
        guard utf8.count > bytes else { return String(self) }
        var kept = String.UnicodeScalarView()
        var size = 0
        for scalar in unicodeScalars {
            size += UTF8.width(scalar)
            guard size <= bytes else { break }
            kept.append(scalar)
        }
        return "\(String(kept))…"
    }
}
