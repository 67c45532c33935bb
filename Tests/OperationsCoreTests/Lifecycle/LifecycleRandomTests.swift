import OperationsCore
import OperationsTestKit
import Testing

/// Long lives of random commands, at times that may run backwards; the invariants hold throughout.
@Suite struct LifecycleRandomTests {
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func invariantsHold(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var record = try Fixture.started { $0 = Self.request(&random) }
        Invariants.check(record, "seed \(seed), start")
        var now = Fixture.now
        for step in 0..<120 {
            now = now + .milliseconds(Int.random(in: -2_000...9_000, using: &random))
            let command = command(for: record, at: now, &random)
            guard let transition = try applied(command, to: record, at: now) else { continue }
            try Invariants.check(transition, command)
            guard let after = transition.after else { return }
            try #require(after.revision >= record.revision, "seed \(seed), step \(step): \(command)")
            record = after
        }
    }

    /// Nil when the command was refused, which changes nothing.
    private func applied(_ command: Command, to record: OperationRecord, at now: Timestamp) throws -> Transition? {
        let transition: Transition
        do {
            transition = try Lifecycle.apply(command, to: record, at: now)
        } catch {
            #expect([.leaseLost, .notReady].contains(error.reason), "\(command): \(error)")
            return nil
        }
        if let token = command.token, token != record.lease?.token {
            #expect(transition.isIdentity, "a stale token changed something: \(command)")
        }
        return transition
    }

    private func command(for record: OperationRecord, at now: Timestamp, _ random: inout SeededGenerator) -> Command {
        let due = Lifecycle.dueCommand(for: record, at: now, jitter: 0.5, tombstoneRetention: .seconds(9))
        if let due, random.chance(40) { return due }
        let token = random.chance(80) ? record.lease?.token ?? "none" : "t\(Int.random(in: 0...5, using: &random))"
        let digest = ContentDigest(bytes: [UInt8.random(in: 0...1, using: &random)])
        let metadata = random.chance(20) ? Samples.payload("\(now.microseconds)") : nil
        switch Int.random(in: 0..<30, using: &random) {
        case 0..<10:
            return .lease(LeaseGrant(token: "t\(record.attempt + 1)", workerID: "w", duration: .seconds(30)))
        case 10..<18:
            return .heartbeat(
                Heartbeat(token: token, metadata: metadata, progressPercent: random.chance(50) ? 7 : nil))
        case 18: return .complete(Completion(token: token, response: .empty, metadata: metadata, digest: digest))
        case 19..<23:
            let codes: [StatusCode] = [.unavailable, .unavailable, .internal, .cancelled]
            let status = Status(code: codes.randomElement(using: &random) ?? .unknown, message: "")
            return .fail(
                Failure(
                    token: token, error: status, retryable: random.chance(80) ? true : nil, metadata: metadata,
                    digest: digest, jitter: 0.9))
        case 23..<26: return .release(Release(token: token, delay: .seconds(1), digest: digest))
        case 26: return .cancel(gracePeriod: .seconds(5))
        case 27: return random.chance(10) ? .delete(tombstoneRetention: .seconds(9)) : .becomeReady
        case 28: return .leaseExpired(jitter: 0.1)
        default: return random.chance(50) ? .gracePeriodPassed : .expire(tombstoneRetention: .zero)
        }
    }

    private static func request(_ random: inout SeededGenerator) -> StartRequest {
        let schedule = random.chance(30) ? Fixture.now + .seconds(Int.random(in: 0...20, using: &random)) : nil
        return StartRequest(
            request: Samples.payload(), metadata: random.chance(50) ? Samples.json() : nil, labels: ["a": "b"],
            scheduleTime: schedule, deadline: random.chance(30) ? Fixture.now + .seconds(300) : nil,
            attemptTimeout: random.chance(30) ? .seconds(20) : nil,
            retryPolicy: RetryPolicy(maxAttempts: Int32.random(in: 1...50, using: &random)),
            timeToLive: .seconds(Int.random(in: 0...100, using: &random)))
    }
}

extension Command {
    /// The lease token that the command presents.
    fileprivate var token: String? {
        switch self {
        case .heartbeat(let beat): beat.token
        case .complete(let completion): completion.token
        case .fail(let failure): failure.token
        case .release(let release): release.token
        default: nil
        }
    }
}
