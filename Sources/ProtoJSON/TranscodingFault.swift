/// Why bytes or JSON text are not a message of their type.
public struct TranscodingFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The field at fault, as the caller spelled it: `request.items[3].count`; empty for the whole.
    public let path: String
    /// What is wrong, as a sentence.
    public let problem: String

    public init(path: String = "", problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
