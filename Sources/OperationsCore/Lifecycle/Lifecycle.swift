/// The rules of an operation's life, as one pure function.
///
/// | command | PENDING | RUNNING | finished |
/// |---|---|---|---|
/// | lease | → RUNNING | – | – |
/// | heartbeat | lost | extends | lost |
/// | complete | lost | → SUCCEEDED | again: OK |
/// | fail | lost, or again: OK | → PENDING, FAILED or CANCELLED | again: OK |
/// | release | lost, or again: OK | → PENDING or CANCELLED | lost, or again: OK |
/// | cancel | → CANCELLED | asks the holder | no change |
/// | delete | gone | gone | gone |
/// | becomeReady | joins the ready set | – | – |
/// | leaseExpired, attemptTimedOut | – | → PENDING, FAILED or CANCELLED | – |
/// | gracePeriodPassed | – | → CANCELLED | – |
/// | deadlinePassed | → FAILED | → FAILED | – |
/// | expire | – | – | gone |
///
/// "lost" is the error LEASE_LOST, "–" is no change. There is no I/O here, no clock and no randomness.
public enum Lifecycle {
    /// Applies one command to one record.
    ///
    /// - Parameters:
    ///   - record: the record as it is stored.
    ///   - now: the store's time; within one record times never run backwards.
    /// - Returns: what to write; an identity transition when nothing changes.
    public static func apply(
        _ command: Command, to record: OperationRecord, at now: Timestamp
    ) throws(ServiceError) -> Transition {
        let now = max(now, record.updateTime)
        switch command {
        case .lease(let grant): return try lease(record, grant, now)
        case .heartbeat(let beat): return try heartbeat(record, beat, now)
        case .complete(let completion): return try complete(record, completion, now)
        case .fail(let failure): return try fail(record, failure, now)
        case .release(let release): return try self.release(record, release, now)
        case .cancel(let grace): return cancel(record, grace, now)
        case .delete(let retention): return remove(record, .deleted, retention, now)
        case .becomeReady: return becomeReady(record, now)
        case .leaseExpired(let jitter): return loseLease(record, .leaseExpired, jitter, now)
        case .attemptTimedOut(let jitter): return loseLease(record, .attemptTimedOut, jitter, now)
        case .gracePeriodPassed: return passGracePeriod(record, now)
        case .deadlinePassed: return passDeadline(record, now)
        case .expire(let retention):
            return record.isDone ? remove(record, .expired, retention, now) : .unchanged(record)
        }
    }
}

extension Transition {
    static func unchanged(_ record: OperationRecord) -> Transition {
        Transition(before: record, after: record)
    }

    /// A change that callers see: it gets the next revision and the time.
    static func changed(
        from before: OperationRecord, to draft: OperationRecord, at now: Timestamp, as kind: HistoryEntry.Kind? = nil,
        by actor: Actor = .server, error: Status? = nil
    ) -> Transition {
        var after = draft
        after.revision = before.revision + 1
        after.updateTime = now
        let entry = kind.map {
            HistoryEntry(
                revision: after.revision, time: now, kind: $0, from: before.state, to: after.state,
                attempt: after.attempt, actor: actor.text, error: error)
        }
        return Transition(before: before, after: after, entry: entry)
    }
}

/// Who caused a transition, as the history spells it.
enum Actor {
    case client
    case server
    case worker(String)

    var text: String {
        switch self {
        case .client: "client"
        case .server: "server"
        case .worker(let id): id.isEmpty ? "worker" : "worker/\(id)"
        }
    }

    static func holder(of record: OperationRecord) -> Actor {
        .worker(record.lease?.workerID ?? "")
    }
}
