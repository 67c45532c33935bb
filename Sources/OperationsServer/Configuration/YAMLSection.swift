import Yams

/// One mapping of the configuration file; remembers which keys were read, so that a misspelled one is refused.
struct YAMLSection {
    private let mapping: Node.Mapping
    private let path: String
    private let file: String
    private var known: Set<String> = []

    init(_ node: Node, path: String, file: String) throws(ServerStartError) {
        self.path = path
        self.file = file
        guard let mapping = node.mapping else {
            throw ServerStartError(
                "In '\(file)', \(path.isEmpty ? "the file" : "'\(path)'") must hold keys and values.")
        }
        self.mapping = mapping
    }

    mutating func section(_ key: String) throws(ServerStartError) -> YAMLSection? {
        guard let node = take(key) else { return nil }
        return try YAMLSection(node, path: full(key), file: file)
    }

    /// A section for each key; the keys are names, each of which must be good.
    func sections(
        _ expectation: String, where isGood: (String) -> Bool
    ) throws(ServerStartError) -> [(key: String, section: YAMLSection)] {
        var sections: [(key: String, section: YAMLSection)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string, isGood(name) else {
                throw ServerStartError(
                    "In '\(file)', the key '\(full(key.scalar?.string ?? "?"))' is wrong: \(expectation) is expected.")
            }
            sections.append((name, try YAMLSection(value, path: full(name), file: file)))
        }
        return sections
    }

    /// A section for each item of a list.
    mutating func list(_ key: String) throws(ServerStartError) -> [YAMLSection] {
        guard let node = take(key) else { return [] }
        guard let items = node.sequence else { throw wrong(key, "a list is expected") }
        var sections: [YAMLSection] = []
        for (index, item) in items.enumerated() {
            sections.append(try YAMLSection(item, path: "\(full(key))[\(index)]", file: file))
        }
        return sections
    }

    /// Texts by their names.
    mutating func textMembers(_ key: String) throws(ServerStartError) -> [(key: String, value: String)] {
        guard let node = take(key) else { return [] }
        guard let members = node.mapping?.map({ ($0.key.scalar?.string, $0.value.scalar?.string) }) else {
            throw wrong(key, "names and texts are expected")
        }
        var texts: [(key: String, value: String)] = []
        for case let (name?, text?) in members { texts.append((name, text)) }
        guard texts.count == members.count else { throw wrong(key, "names and texts are expected") }
        return texts
    }

    mutating func text(_ key: String) throws(ServerStartError) -> String? {
        guard let node = take(key) else { return nil }
        guard let text = node.scalar?.string else { throw wrong(key, "a text is expected") }
        return text
    }

    /// A text that must be good.
    mutating func text(
        _ key: String, _ expectation: String, where isGood: (String) -> Bool
    ) throws(ServerStartError) -> String? {
        guard let text = try text(key) else { return nil }
        guard isGood(text) else { throw wrong(key, "\(expectation), is expected") }
        return text
    }

    /// One text or a list of them, each of which must be good.
    mutating func texts(
        _ key: String, _ expectation: String, where isGood: (String) -> Bool
    ) throws(ServerStartError) -> [String]? {
        guard let node = take(key) else { return nil }
        let texts = node.sequence.map { $0.compactMap(\.scalar?.string) } ?? node.scalar.map { [$0.string] } ?? []
        guard !texts.isEmpty, texts.count == node.sequence?.count ?? 1 else {
            throw wrong(key, "\(expectation), or a list of them, is expected")
        }
        if let bad = texts.first(where: { !isGood($0) }) {
            throw wrong(key, "\(expectation) is expected, not '\(bad)'")
        }
        return texts
    }

    /// The same, each text read as a value.
    mutating func values<Value>(
        _ key: String, _ expectation: String, _ read: (String) -> Value?
    ) throws(ServerStartError) -> [Value]? {
        try texts(key, expectation) { read($0) != nil }?.compactMap(read)
    }

    mutating func choice(_ key: String, _ choices: [String]) throws(ServerStartError) -> String? {
        guard let text = try text(key) else { return nil }
        guard choices.contains(text) else { throw wrong(key, "one of \(choices.joined(separator: ", ")) is expected") }
        return text
    }

    mutating func flag(_ key: String) throws(ServerStartError) -> Bool? {
        try choice(key, ["true", "false"]).map { $0 == "true" }
    }

    mutating func integer(_ key: String, _ range: ClosedRange<Int>) throws(ServerStartError) -> Int? {
        guard let text = try text(key) else { return nil }
        guard let value = Int(text.filter { $0 != "_" }), range.contains(value) else {
            throw wrong(key, "a whole number from \(range.lowerBound) to \(range.upperBound) is expected")
        }
        return value
    }

    mutating func number(_ key: String, _ range: ClosedRange<Double>) throws(ServerStartError) -> Double? {
        guard let text = try text(key) else { return nil }
        guard let value = Double(text), range.contains(value) else {
            throw wrong(key, "a number from \(range.lowerBound) to \(range.upperBound) is expected")
        }
        return value
    }

    mutating func duration(_ key: String, _ range: ClosedRange<Duration>) throws(ServerStartError) -> Duration? {
        guard let text = try text(key) else { return nil }
        guard let value = Self.duration(text), range.contains(value) else {
            throw wrong(
                key,
                "a span such as 500ms, 30s, 10m, 2h or 7d is expected, from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Refuses keys that nobody asked for.
    func finish() throws(ServerStartError) {
        for case let (key?, _) in mapping.map({ ($0.key.string, $0.value) }) where !known.contains(key) {
            throw ServerStartError(
                "In '\(file)', the key '\(full(key))' is not known; see the configuration in README.")
        }
    }

    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let value = Int64(digits), value <= 1_000_000_000_000 else { return nil }
        return switch text.dropFirst(digits.count) {
        case "ms": .milliseconds(value)
        case "s": .seconds(value)
        case "m": .seconds(value * 60)
        case "h": .seconds(value * 3_600)
        case "d": .seconds(value * 86_400)
        default: nil
        }
    }

    private mutating func take(_ key: String) -> Node? {
        known.insert(key)
        return mapping[Node(key)]
    }

    private func full(_ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    /// A fault of the whole section.
    func fault(_ sentence: String) -> ServerStartError {
        ServerStartError("In '\(file)', '\(path)' is wrong. \(sentence)")
    }

    func missing(_ key: String) -> ServerStartError {
        ServerStartError("In '\(file)', '\(full(key))' is missing; see the configuration in README.")
    }

    func wrong(_ key: String, _ expectation: String) -> ServerStartError {
        ServerStartError(
            "In '\(file)', the value of '\(full(key))' is wrong: \(expectation)\(expectation.hasSuffix(".") ? "" : ".")"
        )
    }
}
