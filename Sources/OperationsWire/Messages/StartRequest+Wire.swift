public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension StartRequest {
    /// - Parameter defaults: what each absent field of the retry policy takes.
    public init(
        _ message: Longrun_V1_StartOperationRequest, from codec: PayloadCodec, defaults: RetryPolicy
    ) throws(ServiceError) {
        self.init(parent: try Parent(message.parent))
        operationID = message.operationID.isEmpty ? nil : message.operationID
        requestID = message.requestID.isEmpty ? nil : message.requestID
        queue = message.queue
        request = try codec.payload(message.request, field: "request")
        metadata = try codec.payload(message.metadata, field: "metadata")
        labels = message.labels
        priority = message.priority
        if message.hasScheduleTime { scheduleTime = try Timestamp(message.scheduleTime, field: "schedule_time") }
        if message.hasDeadline { deadline = try Timestamp(message.deadline, field: "deadline") }
        if message.hasAttemptTimeout {
            attemptTimeout = try Duration(message.attemptTimeout, field: "attempt_timeout")
        }
        if message.hasTtl { timeToLive = try Duration(message.ttl, field: "ttl") }
        retryPolicy = try RetryPolicy(message.retryPolicy, defaults: defaults)
    }

    /// Reads the items of a batch; errors name the item.
    public static func batch(
        _ message: Longrun_V1_BatchStartOperationsRequest, from codec: PayloadCodec, defaults: RetryPolicy
    ) throws(ServiceError) -> [StartRequest] {
        var requests: [StartRequest] = []
        for (index, item) in message.requests.enumerated() {
            do throws(ServiceError) {
                guard !item.validateOnly else {
                    throw .invalid("validate_only", "A batch cannot be validated alone; leave this out.")
                }
                requests.append(try StartRequest(item, from: codec, defaults: defaults))
            } catch {
                throw error.within("requests[\(index)]")
            }
        }
        return requests
    }
}

extension RetryPolicy {
    init(_ message: Longrun_V1_RetryPolicy, defaults: RetryPolicy) throws(ServiceError) {
        self = defaults
        if message.hasMaxAttempts { maxAttempts = message.maxAttempts }
        if message.hasInitialBackoff {
            initialBackoff = try Duration(message.initialBackoff, field: "retry_policy.initial_backoff")
            maxBackoff = max(maxBackoff, initialBackoff)
        }
        if message.hasMaxBackoff {
            maxBackoff = try Duration(message.maxBackoff, field: "retry_policy.max_backoff")
            if !message.hasInitialBackoff { initialBackoff = min(initialBackoff, maxBackoff) }
        }
        if message.hasBackoffMultiplier { backoffMultiplier = message.backoffMultiplier }
        guard !message.retryableCodes.isEmpty else { return }
        retryableCodes = []
        for (index, code) in message.retryableCodes.enumerated() {
            guard let known = StatusCode(rawValue: Int32(code.rawValue)), known != .ok else {
                throw .invalid("retry_policy.retryable_codes[\(index)]", "Use the codes 1 to 16 (google.rpc.Code).")
            }
            retryableCodes.append(known)
        }
    }
}

extension Longrun_V1_RetryPolicy {
    init(_ policy: RetryPolicy) {
        self.init()
        maxAttempts = policy.maxAttempts
        initialBackoff = Google_Protobuf_Duration(policy.initialBackoff)
        maxBackoff = Google_Protobuf_Duration(policy.maxBackoff)
        backoffMultiplier = policy.backoffMultiplier
        retryableCodes = policy.retryableCodes.compactMap { Google_Rpc_Code(rawValue: Int($0.rawValue)) }
    }
}
