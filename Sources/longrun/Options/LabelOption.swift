import ArgumentParser

/// One label, `key=value`.
struct LabelOption: ExpressibleByArgument, Hashable, Sendable {
    let key: String
    let value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
        key = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }
}

extension [LabelOption] {
    /// Of labels with the same key the last one counts.
    var dictionary: [String: String] {
        Dictionary(map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }
}
