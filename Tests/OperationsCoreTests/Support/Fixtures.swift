import OperationsCore

/// Records in every situation that the lifecycle knows, made by the lifecycle itself.
enum Fixture: String, CaseIterable, Sendable {
    case ready, scheduled, overdue, running, cancelling, succeeded, failed, cancelled

    static let now = Timestamp(microseconds: 1_735_689_600_000_000)
    static let token = "holder"

    func record() throws -> OperationRecord {
        switch self {
        case .ready: try Self.started()
        case .scheduled: try Self.started { $0.scheduleTime = Self.now + .seconds(60) }
        case .overdue: try Self.started(at: Self.now + .seconds(-60)) { $0.scheduleTime = Self.now }
        case .running: try Self.ready.record().applying(Self.lease)
        case .cancelling: try Self.running.record().applying(.cancel(gracePeriod: .seconds(30)))
        case .succeeded: try Self.running.record().applying(Self.complete)
        case .failed: try Self.running.record().applying(Self.fail(retryable: false))
        case .cancelled: try Self.ready.record().applying(.cancel(gracePeriod: .zero))
        }
    }

    /// - Parameter change: adapts the request; the policy is 3 attempts without a pause.
    static func started(
        at time: Timestamp = now, _ change: (inout StartRequest) -> Void = { _ in }
    ) throws -> OperationRecord {
        var request = StartRequest(retryPolicy: RetryPolicy(maxAttempts: 3, initialBackoff: .zero))
        change(&request)
        let transition = try Lifecycle.start(
            request, as: OperationName("projects/p/operations/o"), digest: nil, defaultTimeToLive: .seconds(600),
            at: time)
        guard let record = transition.after else { throw Missing() }
        return record
    }

    static let lease = Command.lease(LeaseGrant(token: token, workerID: "w", duration: .seconds(30)))
    static let heartbeat = Command.heartbeat(Heartbeat(token: token, progressPercent: 50))
    static let complete = Command.complete(
        Completion(token: token, response: .empty, digest: ContentDigest(bytes: [1])))
    static let release = Command.release(Release(token: token, digest: ContentDigest(bytes: [3])))

    static func fail(retryable: Bool?, code: StatusCode = .unavailable, token: String = token) -> Command {
        .fail(
            Failure(
                token: token, error: Status(code: code, message: "broke"), retryable: retryable,
                digest: ContentDigest(bytes: [2]), jitter: 0.5))
    }
}

struct Missing: Error {}

extension OperationRecord {
    /// The record after a command that must not remove it.
    func applying(_ command: Command, at now: Timestamp = Fixture.now) throws -> OperationRecord {
        guard let after = try Lifecycle.apply(command, to: self, at: now).after else { throw Missing() }
        return after
    }

    var error: Status? {
        if case .error(let status) = result { status } else { nil }
    }
}
