/// The first segment of a path that names a version of a service.
public enum VersionPrefix {
    /// True for `v1`, `v2beta1`, `v1alpha3`, `v1p2beta1`, …
    public static func isOne(_ segment: Substring) -> Bool {
        guard segment.utf8.first == UInt8(ascii: "v") else { return false }
        var rest = segment.dropFirst()
        guard dropDigits(&rest) else { return false }
        guard !rest.isEmpty else { return true }
        if rest.first == "p" {
            rest = rest.dropFirst()
            guard dropDigits(&rest) else { return false }
        }
        for stage in ["alpha", "beta"] where rest.hasPrefix(stage) {
            rest = rest.dropFirst(stage.count)
            return rest.isEmpty || (dropDigits(&rest) && rest.isEmpty)
        }
        return false
    }

    private static func dropDigits(_ text: inout Substring) -> Bool {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        text = text.dropFirst(digits.count)
        return !digits.isEmpty
    }
}
