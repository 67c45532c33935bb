import OperationsCore
import OperationsTestKit
import Testing

/// What a start may ask for, field by field.
@Suite struct StartRequestTests {
    /// How a request differs from an empty one, named by the field.
    struct Change: Sendable, CustomStringConvertible {
        let description: String
        let apply: @Sendable (inout StartRequest) -> Void

        init(_ description: String, _ apply: @escaping @Sendable (inout StartRequest) -> Void) {
            self.description = description
            self.apply = apply
        }
    }

    static let refused: [Change] = [
        Change("request_id") { $0.requestID = "not-a-uuid" },
        Change("request_id") { $0.requestID = "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b6g" },
        Change("request_id") { $0.requestID = "7c0e1a524-b1d-4f0e-9d43-0a8c3f5d2b61" },
        Change("operation_id") { $0.operationID = "Upper" },
        Change("operation_id") { $0.operationID = "operations" },
        Change("queue") { $0.queue = "a/b" },
        Change("queue") { $0.queue = String(repeating: "q", count: 129) },
        Change("labels") { $0.labels = ["": "v"] },
        Change("labels") { $0.labels = [String(repeating: "k", count: 64): "v"] },
        Change("labels.k") { $0.labels = ["k": String(repeating: "v", count: 257)] },
        Change("labels.k") { $0.labels = ["k": "\n"] },
        Change("labels") { $0.labels = manyLabels(65) },
        Change("deadline") {
            $0.deadline = Fixture.now
            $0.scheduleTime = Fixture.now
        },
        Change("attempt_timeout") { $0.attemptTimeout = .zero },
        Change("ttl") { $0.timeToLive = .seconds(-1) },
        Change("metadata") { $0.metadata = Samples.payload(String(repeating: "x", count: Limits.publicOperationSize)) },
        Change("retry_policy.max_attempts") { $0.retryPolicy.maxAttempts = 0 },
        Change("retry_policy.max_attempts") { $0.retryPolicy.maxAttempts = 100_001 },
        Change("retry_policy.initial_backoff") { $0.retryPolicy.initialBackoff = .seconds(-1) },
        Change("retry_policy.max_backoff") { $0.retryPolicy.maxBackoff = .zero },
        Change("retry_policy.backoff_multiplier") { $0.retryPolicy.backoffMultiplier = 0.9 },
        Change("retry_policy.backoff_multiplier") { $0.retryPolicy.backoffMultiplier = .nan },
        Change("retry_policy.backoff_multiplier") { $0.retryPolicy.backoffMultiplier = .infinity },
        Change("retry_policy.retryable_codes") { $0.retryPolicy.retryableCodes = [.ok] },
    ]

    static let accepted: [Change] = [
        Change("no pause") {
            $0.retryPolicy.initialBackoff = .zero
            $0.retryPolicy.maxBackoff = .zero
        },
        Change("most attempts") { $0.retryPolicy.maxAttempts = 100_000 },
        Change("no time to live") { $0.timeToLive = .zero },
        Change("text in labels") { $0.labels = ["team/a": "ünïcode"] },
        Change("most labels") { $0.labels = manyLabels(64) },
        Change("an id") { $0.operationID = "a.b_c-d9" },
        Change("no retryable codes") { $0.retryPolicy.retryableCodes = [] },
        Change("everything") { request in
            if let full = try? Samples.fullStart(at: Fixture.now) { request = full }
            request.labels = ["k": "v"]
        },
    ]

    @Test(arguments: refused)
    func refuses(_ change: Change) throws {
        var request = StartRequest()
        change.apply(&request)
        let error = #expect(throws: ServiceError.self) { try request.validated() }
        #expect(error?.violations.map(\.field) == [change.description])
    }

    @Test(arguments: accepted)
    func accepts(_ change: Change) throws {
        var request = StartRequest()
        change.apply(&request)
        #expect(try request.validated() == request)
    }

    @Test func requestIDsAreComparedAsUUIDs() throws {
        let request = StartRequest(requestID: "7C0E1A52-4B1D-4F0E-9D43-0A8C3F5D2B61")
        #expect(try request.validated().requestID == "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b61")
    }

    private static func manyLabels(_ count: Int) -> [String: String] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("k\($0)", "") })
    }
}
