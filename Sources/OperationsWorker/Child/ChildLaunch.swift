/// What is needed to start a program.
struct ChildLaunch: Hashable, Sendable {
    var command: [String]
    var environment: [String: String]
    /// Whether standard input is a pipe; else it is that of this process.
    var pipesInput: Bool
    /// Whether standard error is a pipe; else it is that of this process.
    var pipesErrors: Bool
    /// Whether it leads a process group of its own.
    var hasOwnGroup: Bool
}
