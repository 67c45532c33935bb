/// Reads the text of a template from its start to its end.
struct TemplateReader {
    private(set) var segments: [HTTPTemplate.Segment] = []
    private(set) var variables: [HTTPTemplate.Variable] = []
    private(set) var verb: String?
    private let text: String
    private let allowsInnerRest: Bool
    private var rest: Substring

    init(_ text: String, allowsInnerRest: Bool) {
        self.text = text
        self.allowsInnerRest = allowsInnerRest
        rest = text[...]
    }

    mutating func read() throws(HTTPTemplateFault) {
        guard take("/") else { throw fault("It begins with a slash.") }
        try readSegments(inVariable: false)
        if take(":") {
            verb = try readLiteral("A verb")
        }
        guard rest.isEmpty else { throw fault("Nothing is expected before '\(rest)'.") }
        guard segments.count(where: { $0 == .rest }) <= 1 else { throw fault("'**' stands in it once at most.") }
        guard allowsInnerRest || !segments.dropLast().contains(.rest) else {
            throw fault("Nothing but a verb follows '**'.")
        }
    }

    private mutating func readSegments(inVariable: Bool) throws(HTTPTemplateFault) {
        repeat {
            if take("**") {
                segments.append(.rest)
            } else if take("*") {
                segments.append(.any)
            } else if take("{") {
                guard !inVariable else { throw fault("A variable holds no other variable.") }
                try readVariable()
            } else {
                segments.append(.literal(try readLiteral("A segment")))
            }
        } while take("/")
    }

    private mutating func readVariable() throws(HTTPTemplateFault) {
        let field = rest.prefix { $0 != "=" && $0 != "}" }
        rest = rest[field.endIndex...]
        guard Self.isFieldPath(field) else { throw fault("'\(field)' is not the path of a field.") }
        guard !variables.contains(where: { $0.field == field }) else { throw fault("'\(field)' is bound twice.") }
        let start = segments.count
        if take("=") {
            try readSegments(inVariable: true)
        } else {
            segments.append(.any)
        }
        guard take("}") else { throw fault("The variable '\(field)' has no end.") }
        variables.append(HTTPTemplate.Variable(field: String(field), segments: start..<segments.count))
    }

    private mutating func readLiteral(_ what: String) throws(HTTPTemplateFault) -> String {
        let literal = rest.prefix { !"/:{}*=".contains($0) }
        guard !literal.isEmpty else { throw fault("\(what) is empty.") }
        guard literal.utf8.allSatisfy(Self.isLiteralByte) else {
            throw fault("\(what) has letters, digits and -._~!$&'()+,;@ only, not '\(literal)'.")
        }
        rest = rest[literal.endIndex...]
        return String(literal)
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private func fault(_ problem: String) -> HTTPTemplateFault {
        HTTPTemplateFault(template: text, problem: problem)
    }

    /// `name`, `options.requested_policy_version`.
    private static func isFieldPath(_ path: Substring) -> Bool {
        path.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { name in
            guard let first = name.utf8.first, !isDigit(first) else { return false }
            return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        }
    }

    private static func isLiteralByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-._~!$&'()+,;@".utf8.contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
