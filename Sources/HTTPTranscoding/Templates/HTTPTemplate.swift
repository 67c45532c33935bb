/// A path template of google.api.http, such as `/v1/{name=projects/*/operations/*}:cancel`.
///
///     Template = "/" Segments [ ":" LITERAL ]
///     Segments = Segment { "/" Segment }
///     Segment  = "*" | "**" | LITERAL | "{" FieldPath [ "=" Segments ] "}"
///
/// `*` is exactly one segment of a path, `**` any number of them, none too. `{name}` means `{name=*}`. `**` is the last
/// segment. Variables hold no variables, and no field is bound twice.
public struct HTTPTemplate: Hashable, Sendable, CustomStringConvertible {
    /// What one segment of a path, or for `rest` several, must be.
    public enum Segment: Hashable, Sendable {
        case literal(String)
        case any
        case rest
        /// A version prefix: `v1`, `v2beta1`, `v1alpha3`, …
        case version
    }

    /// A field that the path binds, and the segments of the template that make its value.
    public struct Variable: Hashable, Sendable {
        /// As it was written, with dots between the fields of messages.
        public let field: String
        public let segments: Range<Int>
    }

    public let description: String
    public private(set) var segments: [Segment]
    public let variables: [Variable]
    /// What stands behind the last colon.
    public let verb: String?

    /// Reads a template.
    ///
    /// - Parameter allowsInnerRest: beyond the grammar, lets `**` stand before other segments, once; it takes as many as
    ///   leave enough for them. Default: not.
    /// - Throws: with the place where it is none.
    public init(_ text: String, allowsInnerRest: Bool = false) throws(HTTPTemplateFault) {
        var reader = TemplateReader(text, allowsInnerRest: allowsInnerRest)
        try reader.read()
        description = text
        segments = reader.segments
        variables = reader.variables
        verb = reader.verb
    }

    /// The same path under every version: its first segment, such as `v1`, stands for any.
    public var underEveryVersion: HTTPTemplate {
        var template = self
        if !template.segments.isEmpty { template.segments[0] = .version }
        return template
    }

    /// The values of the variables in a path that the template matches.
    public func values(in path: [Substring]) -> [(field: String, value: String)] {
        variables.map { variable in
            let start = place(of: variable.segments.lowerBound, in: path.count)
            let end = place(of: variable.segments.upperBound, in: path.count)
            guard 0 <= start, start <= end, end <= path.count else { return (variable.field, "") }
            return (variable.field, path[start..<end].joined(separator: "/"))
        }
    }

    /// Where the segment at `index` begins in a path of so many segments: what stands behind `**` is counted from the
    /// end.
    private func place(of index: Int, in count: Int) -> Int {
        guard let rest = segments.firstIndex(of: .rest), rest < index else { return index }
        return count - (segments.count - index)
    }
}

/// Why a text is not a template.
public struct HTTPTemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let template: String
    /// A sentence.
    public let problem: String

    public var description: String { "'\(template)' is not a path template. \(problem)" }
}
