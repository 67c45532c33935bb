import OperationsCore
import OperationsTestKit
import Testing

@Suite struct FinishingTests {
    @Test func attemptsRunOut() throws {
        var record = try Fixture.ready.record()
        for attempt in 1...3 as ClosedRange<Int32> {
            record = try record.applying(Fixture.lease).applying(Fixture.fail(retryable: true))
            #expect(record.attempt == attempt)
            #expect(record.state == (attempt < 3 ? .pending : .failed))
        }
        #expect(record.error?.code == .unavailable && record.lastError == record.error)
    }

    @Test(arguments: [
        (Command.leaseExpired(jitter: 0), ErrorReason.leaseExpired),
        (.attemptTimedOut(jitter: 0), .attemptTimeout),
    ])
    func aLostAttemptCounts(_ command: Command, _ reason: ErrorReason) throws {
        var record = try Fixture.ready.record()
        for _ in 1...3 {
            record = try record.applying(Fixture.lease).applying(command)
            #expect(record.lastError?.reason == reason)
        }
        #expect(record.state == .failed && record.error?.code == .aborted && record.error?.reason == reason)
    }

    @Test(
        arguments: [
            (StatusCode.unavailable, nil, OperationState.pending), (.unavailable, false, .failed),
            (.internal, nil, .failed), (.internal, true, .pending), (.cancelled, true, .cancelled),
        ] as [(StatusCode, Bool?, OperationState)])
    func retryableBeatsTheCodes(_ code: StatusCode, _ retryable: Bool?, _ state: OperationState) throws {
        let record = try Fixture.running.record().applying(Fixture.fail(retryable: retryable, code: code))
        #expect(record.state == state)
    }

    @Test func theRetryPauseIsDrawnFromThePolicy() throws {
        let policy = RetryPolicy(initialBackoff: .seconds(8))
        let record = try Fixture.started { $0.retryPolicy = policy }
            .applying(Fixture.lease).applying(Fixture.fail(retryable: true))
        #expect(record.readyTime == Fixture.now + .seconds(4) && !record.isReady)
        let ready = try record.applying(.becomeReady, at: record.readyTime)
        #expect(ready.isReady && ready.revision == record.revision && ready.updateTime == record.updateTime)
    }

    @Test func aReportOfTheSameOutcomeIsAnsweredAgain() throws {
        for command in [Fixture.complete, Fixture.fail(retryable: true), Fixture.release] {
            let record = try Fixture.running.record().applying(command)
            let again = try Lifecycle.apply(command, to: record, at: Fixture.now + .seconds(1))
            #expect(again.isIdentity, "\(command)")
        }
    }

    @Test func anotherOutcomeWithTheSameTokenIsRefused() throws {
        let record = try Fixture.succeeded.record()
        let other = Completion(token: Fixture.token, response: Samples.payload(), digest: ContentDigest(bytes: [9]))
        #expect(throws: ServiceError.self) { try record.applying(.complete(other)) }
    }

    @Test func onceCancellationIsRequestedNoAttemptBegins() throws {
        for command in [
            Fixture.release, Fixture.fail(retryable: true), .leaseExpired(jitter: 0), .attemptTimedOut(jitter: 0),
            .gracePeriodPassed,
        ] {
            let record = try Fixture.cancelling.record().applying(command)
            #expect(record.state == .cancelled && record.error?.reason == .operationCancelled, "\(command)")
            #expect(record.error?.code == .cancelled)
        }
    }

    @Test func aResponseWinsAgainstCancellation() throws {
        let record = try Fixture.cancelling.record().applying(Fixture.complete)
        #expect(record.result == .response(.empty) && record.isCancelRequested)
    }

    @Test func aFailureKeepsItsErrorAgainstCancellation() throws {
        let record = try Fixture.cancelling.record().applying(Fixture.fail(retryable: false, code: .internal))
        #expect(record.state == .failed && record.error?.code == .internal)
    }

    @Test(arguments: [Fixture.ready, .scheduled, .running, .cancelling])
    func theDeadlineEndsEverything(_ fixture: Fixture) throws {
        let record = try fixture.record().applying(.deadlinePassed)
        #expect(record.error?.code == .deadlineExceeded && record.error?.reason == .operationDeadlineExceeded)
        #expect(throws: ServiceError.self) { try record.applying(Fixture.complete) }
    }

    @Test func cancellingARunningOperationAsksItsHolder() throws {
        let record = try Fixture.cancelling.record()
        #expect(record.state == .running && record.cancelDeadline == Fixture.now + .seconds(30))
        let again = try record.applying(.cancel(gracePeriod: .seconds(900)), at: Fixture.now + .seconds(5))
        #expect(again == record)
    }

    @Test func theFinishingCallMayCarryMetadata() throws {
        let completion = Completion(
            token: Fixture.token, response: .empty, metadata: Samples.json(), digest: ContentDigest(bytes: [1]))
        #expect(try Fixture.running.record().applying(.complete(completion)).metadata == Samples.json())
    }

    @Test func tooBigAResponseIsRefused() throws {
        let response = Samples.payload(String(repeating: "x", count: Limits.publicOperationSize))
        let completion = Completion(token: Fixture.token, response: response, digest: ContentDigest(bytes: [1]))
        let error = #expect(throws: ServiceError.self) {
            try Fixture.running.record().applying(.complete(completion))
        }
        #expect(error?.reason == .payloadTooLarge)
    }

    @Test func timeNeverRunsBackwardsWithinARecord() throws {
        let record = try Fixture.running.record().applying(Fixture.heartbeat, at: Fixture.now + .seconds(10))
        let ended = try record.applying(Fixture.complete, at: Fixture.now)
        #expect(ended.updateTime == Fixture.now + .seconds(10) && ended.endTime == ended.updateTime)
    }

    @Test func theTombstoneSaysWhyAndUntilWhen() throws {
        let record = try Fixture.succeeded.record()
        let later = Fixture.now + .seconds(5)
        let transition = try Lifecycle.apply(.expire(tombstoneRetention: .seconds(60)), to: record, at: later)
        #expect(
            transition.tombstone
                == Tombstone(
                    name: record.name, cause: .expired, removeTime: later, purgeTime: later + .seconds(60),
                    requestID: nil))
    }
}
