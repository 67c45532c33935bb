public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension LeaseRequest {
    public init(_ message: Longrun_V1_LeaseOperationsRequest) throws(ServiceError) {
        var names: Set<OperationName> = []
        for (index, name) in message.names.enumerated() {
            names.insert(try OperationName(name, field: "names[\(index)]"))
        }
        let selector = LeaseSelector(
            scope: try Parent(message.parent), queues: Set(message.queues), names: names)
        self.init(
            selector: selector, workerID: message.workerID, count: Int(message.maxOperations),
            duration: message.hasLeaseDuration ? try Duration(message.leaseDuration, field: "lease_duration") : nil,
            waitTimeout: try Duration(message.waitTimeout, field: "wait_timeout"))
    }
}

extension Heartbeat {
    public init(_ message: Longrun_V1_HeartbeatRequest, from codec: PayloadCodec) throws(ServiceError) {
        self.init(
            token: message.leaseToken,
            duration: message.hasLeaseDuration ? try Duration(message.leaseDuration, field: "lease_duration") : nil,
            metadata: try codec.payload(message.metadata, field: "metadata"),
            progressPercent: message.hasProgressPercent ? message.progressPercent : nil,
            statusMessage: message.hasStatusMessage ? message.statusMessage : nil)
    }
}

extension CompletionReport {
    public init(_ message: Longrun_V1_CompleteOperationRequest, from codec: PayloadCodec) throws(ServiceError) {
        self.init(
            name: message.name, token: message.leaseToken,
            response: try codec.payload(message.response, field: "response"),
            metadata: try codec.payload(message.metadata, field: "metadata"))
    }

    /// Reads the items of a batch; one that cannot be read stands as its error.
    public static func batch(
        _ message: Longrun_V1_BatchCompleteOperationsRequest, from codec: PayloadCodec
    ) -> [Result<CompletionReport, ServiceError>] {
        message.requests.map { item in
            Result { () throws(ServiceError) in try CompletionReport(item, from: codec) }
        }
    }
}

extension FailureReport {
    public init(_ message: Longrun_V1_FailOperationRequest, from codec: PayloadCodec) throws(ServiceError) {
        self.init(
            name: message.name, token: message.leaseToken,
            error: try Status(message.error, from: codec, field: "error"),
            retryable: message.hasRetryable ? message.retryable : nil,
            metadata: try codec.payload(message.metadata, field: "metadata"))
    }
}
