import OperationsCore

/// Asks a store once more for what it did not do, after pauses that grow.
struct Retrying: Sendable {
    /// What follows the first try.
    let pauses: [Duration]

    /// - Parameters:
    ///   - tries: after the first.
    ///   - first: the pause before the second try; each other is twice as long as the one before it, up to `longest`.
    init(_ tries: Int, first: Duration, longest: Duration = .seconds(4)) {
        pauses = (0..<tries).map { min(first * (1 << min($0, 10)), longest) }
    }

    /// - Parameter mayPass: whether another try may have another end; what else is thrown is thrown at once.
    /// - Throws: what the last try threw.
    func run<Value>(
        _ body: () async throws -> Value, again mayPass: (any Error) -> Bool
    ) async throws -> Value {
        for pause in pauses {
            do {
                return try await body()
            } catch  where mayPass(error) {
                try await Task.sleep(for: pause)
            }
        }
        return try await body()
    }
}

extension StoreFailure {
    /// True of a short outage; not of what stays as it is until somebody acts.
    var mayPass: Bool {
        switch self {
        case .unavailable, .outcomeUnknown, .held: true
        case .full, .broken, .obstructed, .damaged: false
        }
    }
}
