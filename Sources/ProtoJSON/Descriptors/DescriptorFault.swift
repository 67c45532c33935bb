/// Why a set of descriptors cannot be used.
public struct DescriptorFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where the set came from: a file's path, or the name it was added under.
    public let origin: String
    /// The `.proto` file within the set; empty when the set itself is at fault.
    public let file: String
    /// The full name of the message, enum, field or extension; empty when it is none of them.
    public let symbol: String
    /// What is wrong and what to do, as a sentence.
    public let problem: String

    public var description: String {
        let place = [origin, file, symbol].filter { !$0.isEmpty }.joined(separator: ": ")
        return "\(place): \(problem)"
    }
}
