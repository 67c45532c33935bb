extension ArchiveEncoding {
    mutating func add(_ record: OperationRecord) {
        addFixedParts(of: record)
        add(record.state.rawValue)
        add(record.metadata) { $0.add($1) }
        add(record.result) { $0.add($1) }
        add(record.lastError) { $0.add($1) }
        add(record.attempt)
        add(record.countedAttempts)
        add(record.lease) { $0.add($1) }
        add(record.reportedOutcome) {
            $0.add($1.token)
            $0.add($1.digest.bytes)
        }
        add(record.progressPercent) { $0.add($1) }
        add(record.statusMessage)
        add(record.readyTime)
        add(record.isReady)
        for time in [
            record.startTime, record.updateTime, record.endTime, record.expireTime, record.cancelRequestTime,
            record.cancelDeadline,
        ] {
            add(time) { $0.add($1) }
        }
        add(record.revision)
    }

    /// What never changes after the start.
    private mutating func addFixedParts(of record: OperationRecord) {
        add(record.name.text)
        add(record.queue)
        add(record.priority)
        let labels = record.labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        add(labels) {
            $0.add($1.key)
            $0.add($1.value)
        }
        add(record.request) { $0.add($1) }
        add(record.retryPolicy)
        add(record.attemptTimeout) { $0.add($1) }
        for time in [record.scheduleTime, record.deadline, record.createTime] {
            add(time) { $0.add($1) }
        }
        add(record.timeToLive)
        add(record.requestID) { $0.add($1) }
    }

    mutating func add(_ entry: HistoryEntry) {
        add(entry.revision)
        add(entry.time)
        add(entry.kind.rawValue)
        add(entry.from) { $0.add($1.rawValue) }
        add(entry.to.rawValue)
        add(entry.attempt)
        add(entry.actor)
        add(entry.error) { $0.add($1) }
    }

    mutating func add(_ tombstone: Tombstone) {
        add(tombstone.name.text)
        add(tombstone.cause.rawValue)
        add(tombstone.removeTime)
        add(tombstone.purgeTime)
        add(tombstone.requestID) { $0.add($1) }
    }

    private mutating func add(_ payload: Payload) {
        switch payload {
        case .binary(let typeURL, let body):
            add("binary")
            add(typeURL)
            add(body)
        case .json(let typeURL, let text):
            add("json")
            add(typeURL)
            add(text)
        }
    }

    private mutating func add(_ result: OperationRecord.Result) {
        switch result {
        case .response(let payload):
            add("response")
            add(payload)
        case .error(let status):
            add("error")
            add(status)
        }
    }

    private mutating func add(_ status: Status) {
        add(status.code.rawValue)
        add(status.message)
        add(status.details) { $0.add($1) }
        add(status.reason) { $0.add($1.rawValue) }
    }

    private mutating func add(_ policy: RetryPolicy) {
        add(policy.maxAttempts)
        add(policy.initialBackoff)
        add(policy.maxBackoff)
        add(policy.backoffMultiplier)
        add(policy.retryableCodes) { $0.add($1.rawValue) }
    }

    private mutating func add(_ lease: Lease) {
        add(lease.token)
        add(lease.workerID)
        add(lease.duration)
        add(lease.expireTime)
        add(lease.attemptDeadline) { $0.add($1) }
    }
}
