import OperationsCore
import Testing

/// What is true of every record and every change, whatever happened before (design: the lifecycle).
enum Invariants {
    static func check(_ record: OperationRecord, _ context: @autoclosure () -> String) {
        #expect(RecordInvariants.broken(by: record) == [], "\(context())")
    }

    static func check(_ transition: Transition, _ command: Command) throws {
        let before = try #require(transition.before)
        guard let after = transition.after else { return checkRemoval(transition, before, command) }
        check(after, "after \(command)")
        #expect(transition.tombstone == nil)
        #expect(after.revision == before.revision + (transition.isPublic ? 1 : 0), "\(command)")
        #expect(after.updateTime >= before.updateTime, "\(command)")
        #expect(transition.isPublic || after.updateTime == before.updateTime, "\(command)")
        #expect(!before.isDone || after == before, "a finished operation changed by \(command)")
        #expect(fixedParts(of: after) == fixedParts(of: before), "\(command)")
        #expect(after.metadata == before.metadata || carriesMetadata(command), "\(command)")
        checkEntry(transition, before, after, command)
        checkTimers(after)
    }

    /// A command that is due changes something, so that time cannot turn in a circle.
    static func checkTimers(_ record: OperationRecord) {
        guard let due = Lifecycle.dueTime(of: record) else { return }
        let early = Timestamp(microseconds: due.microseconds - 1)
        #expect(
            Lifecycle.dueCommand(for: record, at: early, jitter: 0, tombstoneRetention: .zero) == nil, "\(record)")
        let command = Lifecycle.dueCommand(for: record, at: due, jitter: 0, tombstoneRetention: .zero)
        #expect(command != nil, "\(record)")
        guard let command, let transition = try? Lifecycle.apply(command, to: record, at: due) else { return }
        #expect(!transition.isIdentity, "\(command) is due for ever: \(record)")
    }

    private static func checkRemoval(_ transition: Transition, _ before: OperationRecord, _ command: Command) {
        #expect(transition.tombstone?.name == before.name, "\(command)")
        #expect(transition.tombstone?.requestID == before.requestID, "\(command)")
        #expect(transition.isPublic && transition.entry == nil, "\(command)")
        switch command {
        case .delete: #expect(transition.tombstone?.cause == .deleted)
        case .expire: #expect(transition.tombstone?.cause == .expired && before.isDone)
        default: Issue.record("\(command) removed a record")
        }
    }

    private static func checkEntry(
        _ transition: Transition, _ before: OperationRecord, _ after: OperationRecord, _ command: Command
    ) {
        guard let entry = transition.entry else {
            #expect(after.state == before.state && after.isCancelRequested == before.isCancelRequested, "\(command)")
            return
        }
        #expect(entry.revision == after.revision && entry.time == after.updateTime, "\(command)")
        #expect(entry.from == before.state && entry.to == after.state, "\(command)")
        #expect(entry.attempt == after.attempt, "\(command)")
    }

    private static func carriesMetadata(_ command: Command) -> Bool {
        switch command {
        case .heartbeat(let beat): beat.metadata != nil
        case .complete(let completion): completion.metadata != nil
        case .fail(let failure): failure.metadata != nil
        default: false
        }
    }

    /// The record with all that may change taken from one place.
    private static func fixedParts(of record: OperationRecord) -> OperationRecord {
        var fixed = OperationRecord(
            name: record.name, queue: record.queue, createTime: record.createTime, timeToLive: record.timeToLive)
        fixed.priority = record.priority
        fixed.labels = record.labels
        fixed.request = record.request
        fixed.retryPolicy = record.retryPolicy
        fixed.attemptTimeout = record.attemptTimeout
        fixed.scheduleTime = record.scheduleTime
        fixed.deadline = record.deadline
        fixed.requestID = record.requestID
        return fixed
    }
}
