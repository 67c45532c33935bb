extension HTTPTemplate {
    /// True when every path that matches `segments` matches `others`, too.
    public static func matches(
        of segments: ArraySlice<Segment>, areMatchesOf others: ArraySlice<Segment>
    ) -> Bool {
        guard let other = others.first else { return segments.isEmpty }
        if other == .rest {
            if matches(of: segments, areMatchesOf: others.dropFirst()) { return true }
            return !segments.isEmpty && matches(of: segments.dropFirst(), areMatchesOf: others)
        }
        guard let segment = segments.first, segment.isWithin(other) else { return false }
        return matches(of: segments.dropFirst(), areMatchesOf: others.dropFirst())
    }

    /// The segments that make the value of a field; nil when the template does not bind it.
    public func segments(of field: String) -> ArraySlice<Segment>? {
        variables.first { $0.field == field }.map { segments[$0.segments] }
    }
}

extension HTTPTemplate.Segment {
    fileprivate func isWithin(_ other: Self) -> Bool {
        switch (self, other) {
        case (.rest, _): false
        case (_, .any): true
        case (.literal(let text), .version): VersionPrefix.isOne(text[...])
        default: self == other
        }
    }
}
