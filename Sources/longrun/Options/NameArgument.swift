import ArgumentParser

/// The name of an operation. An id alone stands for `operations/ID`.
struct NameArgument: ExpressibleByArgument, Hashable, Sendable {
    let text: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        text = argument.contains("/") ? argument : "operations/\(argument)"
    }
}
