import Logging
public import OperationsCore

extension OperationEngine {
    /// Leases ready operations to a worker; waits for some when there are none.
    ///
    /// A caller that leaves while its leases are on the way loses nothing: they are released at once and the try is
    /// not counted.
    ///
    /// - Returns: 1 to `count` records, each with its lease; none when the time is up or the server shuts down.
    public func lease(
        _ request: LeaseRequest, context: CallContext = CallContext()
    ) async throws(ServiceError) -> [OperationRecord] {
        let request = try checked(request)
        guard !leaseDesk.isDraining else { return [] }
        let waitEnd = self.waitEnd(of: request, context)
        let records = try await hold(request, until: waitEnd, context)
        guard context.hasLeft || Task.isCancelled else { return records }
        await giveBack(records)
        return []
    }

    private func checked(_ request: LeaseRequest) throws(ServiceError) -> LeaseRequest {
        var request = request
        guard request.count >= 0 else {
            throw .invalid("max_operations", "The number must not be negative; 0 means 1.")
        }
        request.count = min(max(request.count, 1), Limits.batchSize)
        guard request.waitTimeout >= .zero, request.waitTimeout <= Limits.longestDuration else {
            throw .invalid("wait_timeout", "The time to wait lies between 0 s and 315576000000 s.")
        }
        if let duration = request.duration { try FieldRules.checkLeaseDuration(duration) }
        try FieldRules.checkWorkerID(request.workerID)
        guard request.selector.queues.count <= Limits.queuesInLease else {
            throw .invalid("queues", "One call names at most \(Limits.queuesInLease) queues.")
        }
        guard request.selector.names.count <= Limits.batchSize else {
            throw .invalid("names", "One call names at most \(Limits.batchSize) operations.")
        }
        for queue in request.selector.queues { try FieldRules.checkQueue(queue, field: "queues") }
        request.selector.queues = Set(request.selector.queues.map { $0.isEmpty ? Limits.defaultQueue : $0 })
        if request.selector.queues.isEmpty && request.selector.names.isEmpty {
            request.selector.queues = [Limits.defaultQueue]
        }
        return request
    }

    /// Nil: the call does not wait.
    private func waitEnd(of request: LeaseRequest, _ context: CallContext) -> Timestamp? {
        guard request.waitTimeout > .zero else { return nil }
        return context.answerTime(within: min(request.waitTimeout, settings.longestWait), from: time.now)
    }

    private func hold(
        _ request: LeaseRequest, until end: Timestamp?, _ context: CallContext
    ) async throws(ServiceError) -> [OperationRecord] {
        let interruption = Interruption()
        let alarm = end.map { alarms.set(at: $0) { interruption.fire() } }
        context.onLeave { interruption.fire() }
        defer {
            if let alarm { alarms.clear(alarm) }
            context.onLeave(nil)
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let call = LeaseCall(
                    id: leaseDesk.nextID(), request: request, duration: request.duration ?? settings.leaseDuration,
                    mayWait: end != nil
                ) { continuation.resume(returning: $0) }
                interruption.arm { [leaseDesk] in leaseDesk.interrupt(call) }
                leaseDesk.ask(call)
            }
        } onCancel: {
            interruption.fire()
        }
        return try result.get()
    }

    /// Leases nobody will work on: ready again at once, and the try is not counted.
    private func giveBack(_ records: [OperationRecord]) async {
        for record in records {
            guard let token = record.lease?.token else { continue }
            do {
                try await apply(
                    .release(Release(token: token, digest: ContentDigests.ofRelease(delay: .zero))), to: record.name)
            } catch {
                logger.info(
                    "A lease whose worker left could not be released; it will expire",
                    metadata: ["operation": "\(record.name)", "error": "\(error)"])
            }
        }
    }
}
