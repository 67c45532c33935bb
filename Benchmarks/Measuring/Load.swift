/// Callers that ask again as soon as they are answered.
enum Load {
    /// - Parameter call: is given the caller's number.
    /// - Returns: answers per second.
    static func rate(
        callers: Int, for span: Duration, _ call: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Double {
        let start = ContinuousClock.now
        let end = start + span
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var answers = 0
                    while ContinuousClock.now < end {
                        try await call(caller)
                        answers += 1
                    }
                    return answers
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(answers) / ((ContinuousClock.now - start) / .seconds(1))
    }
}
