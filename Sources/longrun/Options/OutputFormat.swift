import ArgumentParser

/// For whom output is meant.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// A person.
    case text
    /// A program.
    case json
}
