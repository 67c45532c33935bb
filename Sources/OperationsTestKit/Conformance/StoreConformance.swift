public import OperationsCore

/// What every store must do, case by case; each sentence in the documentation of the ports has one of its name.
///
///     @Test(arguments: StoreConformance.all)
///     func conforms(_ testCase: ConformanceCase) async throws {
///         try await StoreConformance { MyStore(time: $0) }.run(testCase)
///     }
///
/// Durability across a crash cannot be shown from inside one process; a store proves that by its own tests.
public struct StoreConformance: Sendable {
    let makeStore: @Sendable (any TimeSource) async throws -> any OperationStore

    /// - Parameter makeStore: makes an empty store, a new one for each case.
    public init(makeStore: @escaping @Sendable (any TimeSource) async throws -> any OperationStore) {
        self.makeStore = makeStore
    }

    public static let all: [ConformanceCase] =
        creating + reading + listing + ordering + filtering + leasing + heartbeats + finishing + cancelling + deleting
        + idempotency
        + concurrency + expiry + retention + feed + descriptors + policies

    /// Runs one case on a new store.
    ///
    /// - Throws: ``ConformanceFailure``, or what the store threw.
    public func run(_ testCase: ConformanceCase) async throws {
        let time = ManualTime()
        try await testCase.body(StoreDriver(store: try await makeStore(time), time: time))
    }
}

/// One promise and its proof.
public struct ConformanceCase: Sendable, CustomStringConvertible {
    /// The area, and the promise as a sentence.
    public let name: String
    let body: @Sendable (StoreDriver) async throws -> Void

    init(_ name: String, body: @escaping @Sendable (StoreDriver) async throws -> Void) {
        self.name = name
        self.body = body
    }

    public var description: String { name }
}

/// A store broke a promise.
public struct ConformanceFailure: Error, CustomStringConvertible {
    public let description: String
}

func expect(
    _ condition: Bool, _ sentence: String, file: String = #fileID, line: Int = #line
) throws {
    guard !condition else { return }
    throw ConformanceFailure(description: "\(sentence) (\(file):\(line))")
}

func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ sentence: String, file: String = #fileID, line: Int = #line
) throws {
    guard found != expected else { return }
    throw ConformanceFailure(description: "\(sentence) Found \(found), expected \(expected). (\(file):\(line))")
}

/// Answers the error that `work` throws.
func expectThrows<Failure: Error>(
    _ type: Failure.Type, _ sentence: String, file: String = #fileID, line: Int = #line,
    _ work: () async throws -> Void
) async throws -> Failure {
    do {
        try await work()
    } catch let error as Failure {
        return error
    }
    throw ConformanceFailure(description: "\(sentence) Nothing was thrown. (\(file):\(line))")
}
