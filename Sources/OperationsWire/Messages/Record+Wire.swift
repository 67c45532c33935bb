public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Longrun_V1_OperationRecord {
    /// All that may be shown of a record; never its lease token.
    ///
    /// The request is left out when no client could receive it together with metadata and result.
    public init(_ record: OperationRecord, as codec: PayloadCodec) {
        self.init()
        name = record.name.text
        state = .init(record.state)
        cancelRequested = record.isCancelRequested
        queue = record.queue
        priority = record.priority
        labels = record.labels
        if let payload = record.request, record.fullSize <= Limits.answerSize {
            request = codec.any(payload)
        }
        if let payload = record.metadata { metadata = codec.any(payload) }
        switch record.result {
        case .response(let payload): response = codec.any(payload)
        case .error(let status): error = Google_Rpc_Status(status, as: codec)
        case nil: break
        }
        if let status = record.lastError { lastError = Google_Rpc_Status(status, as: codec) }
        retryPolicy = Longrun_V1_RetryPolicy(record.retryPolicy)
        requestID = record.requestID ?? ""
        revision = record.revision
        ttl = Google_Protobuf_Duration(record.timeToLive)
        setProgress(record)
        setTimes(record)
    }

    private mutating func setProgress(_ record: OperationRecord) {
        attempt = record.attempt
        if let timeout = record.attemptTimeout { attemptTimeout = Google_Protobuf_Duration(timeout) }
        if let percent = record.progressPercent { progressPercent = percent }
        statusMessage = record.statusMessage
        if let lease = record.lease {
            workerID = lease.workerID
            leaseExpireTime = Google_Protobuf_Timestamp(lease.expireTime)
        }
    }

    private mutating func setTimes(_ record: OperationRecord) {
        createTime = Google_Protobuf_Timestamp(record.createTime)
        updateTime = Google_Protobuf_Timestamp(record.updateTime)
        if let time = record.scheduleTime { scheduleTime = Google_Protobuf_Timestamp(time) }
        if let time = record.deadline { deadline = Google_Protobuf_Timestamp(time) }
        if record.state == .pending { readyTime = Google_Protobuf_Timestamp(record.readyTime) }
        if let time = record.startTime { startTime = Google_Protobuf_Timestamp(time) }
        if let time = record.endTime { endTime = Google_Protobuf_Timestamp(time) }
        if let time = record.expireTime { expireTime = Google_Protobuf_Timestamp(time) }
    }
}

extension Longrun_V1_OperationRecord.State {
    public init(_ state: OperationState) {
        switch state {
        case .pending: self = .pending
        case .running: self = .running
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}

extension Longrun_V1_Transition {
    public init(_ entry: HistoryEntry, as codec: PayloadCodec) {
        self.init()
        revision = entry.revision
        time = Google_Protobuf_Timestamp(entry.time)
        kind = .init(entry.kind)
        if let state = entry.from { from = .init(state) }
        to = .init(entry.to)
        attempt = entry.attempt
        actor = entry.actor
        if let status = entry.error { error = Google_Rpc_Status(status, as: codec) }
    }
}

extension Longrun_V1_Transition.Kind {
    init(_ kind: HistoryEntry.Kind) {
        switch kind {
        case .started: self = .started
        case .leased: self = .leased
        case .released: self = .released
        case .retryScheduled: self = .retryScheduled
        case .cancelRequested: self = .cancelRequested
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}

extension Longrun_V1_Lease {
    /// What a worker is told of the operation it holds.
    public init(_ record: OperationRecord, as codec: PayloadCodec) {
        self.init()
        name = record.name.text
        if let payload = record.request { request = codec.any(payload) }
        if let payload = record.metadata { metadata = codec.any(payload) }
        queue = record.queue
        labels = record.labels
        attempt = record.attempt
        cancelRequested = record.isCancelRequested
        if let time = record.deadline { deadline = Google_Protobuf_Timestamp(time) }
        if let lease = record.lease {
            leaseToken = lease.token
            leaseExpireTime = Google_Protobuf_Timestamp(lease.expireTime)
        }
    }
}
