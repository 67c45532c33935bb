/// How an operation comes into being.
extension Lifecycle {
    /// Makes the first record of an operation.
    ///
    /// The request must have passed ``StartRequest/validated()``; what depends on the time is checked here.
    ///
    /// - Parameters:
    ///   - name: the operation's name, known to be free.
    ///   - digest: the fingerprint of the request's content, kept with its request id.
    ///   - defaultTimeToLive: for a request that names none.
    public static func start(
        _ request: StartRequest, as name: OperationName, digest: ContentDigest?, defaultTimeToLive: Duration,
        at now: Timestamp
    ) throws(ServiceError) -> Transition {
        if let deadline = request.deadline {
            guard deadline > now else { throw .invalid("deadline", "The deadline must lie in the future.") }
        }
        var record = OperationRecord(
            name: name, queue: request.queue.isEmpty ? Limits.defaultQueue : request.queue, createTime: now,
            timeToLive: request.timeToLive ?? defaultTimeToLive)
        record.priority = request.priority
        record.labels = request.labels
        record.request = request.request
        record.metadata = request.metadata
        record.retryPolicy = request.retryPolicy
        record.attemptTimeout = request.attemptTimeout
        record.scheduleTime = request.scheduleTime
        record.deadline = request.deadline
        record.requestID = request.requestID
        record.readyTime = max(request.scheduleTime ?? now, now)
        record.isReady = record.readyTime <= now
        let entry = HistoryEntry(
            revision: record.revision, time: now, kind: .started, from: nil, to: .pending, attempt: 0,
            actor: Actor.client.text)
        return Transition(before: nil, after: record, entry: entry, requestDigest: digest)
    }
}
