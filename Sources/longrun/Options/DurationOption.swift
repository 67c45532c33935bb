import ArgumentParser

/// A span of time: `90s`, `15m`, `1h30m`, `2d`, `250ms`, or a plain number of seconds.
struct DurationOption: ExpressibleByArgument, Hashable, Sendable {
    let duration: Duration

    private static let milliseconds: [Substring: Double] = [
        "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]

    init?(argument: String) {
        if let seconds = Double(argument), argument.allSatisfy(Self.isNumeric) {
            self.init(milliseconds: seconds * 1_000)
            return
        }
        var rest = argument[...]
        var total = 0.0
        while !rest.isEmpty {
            let number = rest.prefix(while: Self.isNumeric)
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !Self.isNumeric($0) }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(String(number)), let scale = Self.milliseconds[unit] else { return nil }
            total += value * scale
        }
        guard !argument.isEmpty else { return nil }
        self.init(milliseconds: total)
    }

    /// Nil beyond 10,000 years, more than any field of the server takes.
    private init?(milliseconds: Double) {
        guard milliseconds.isFinite, milliseconds <= 315_576_000_000_000 else { return nil }
        duration = .milliseconds(Int64(milliseconds.rounded()))
    }

    private static func isNumeric(_ character: Character) -> Bool {
        character == "." || ("0"..."9").contains(character)
    }
}
