import OperationsCore
import OperationsTestKit
import Testing

@Suite struct LeasingTests {
    @Test func aLeaseBeginsAnAttempt() throws {
        let record = try Fixture.started { $0.attemptTimeout = .seconds(90) }.applying(Fixture.lease)
        #expect(record.attempt == 1 && record.countedAttempts == 1)
        #expect(record.startTime == Fixture.now)
        #expect(record.lease?.expireTime == Fixture.now + .seconds(30))
        #expect(record.lease?.attemptDeadline == Fixture.now + .seconds(90))
    }

    @Test func aNewLeaseClearsProgressAndTheLastOutcome() throws {
        var record = try Fixture.running.record().applying(Fixture.heartbeat)
        record = try record.applying(Fixture.release)
        #expect(record.progressPercent == 50)
        #expect(record.reportedOutcome?.token == Fixture.token)
        record = try record.applying(.lease(LeaseGrant(token: "second", workerID: "w", duration: .seconds(1))))
        #expect(record.progressPercent == nil && record.statusMessage.isEmpty && record.reportedOutcome == nil)
        #expect(record.startTime == Fixture.now)
        #expect(throws: ServiceError.self) { try record.applying(Fixture.release) }
    }

    @Test func anOperationPastItsDeadlineIsNotLeased() throws {
        let deadline = Fixture.now + .seconds(5)
        let record = try Fixture.started { $0.deadline = deadline }
        #expect(throws: ServiceError.self) { try record.applying(Fixture.lease, at: deadline) }
        #expect(try record.applying(Fixture.lease, at: deadline + .microseconds(-1)).state == .running)
    }

    @Test func aBareExtensionChangesNeitherRevisionNorUpdateTime() throws {
        let record = try Fixture.running.record()
        let later = Fixture.now + .seconds(20)
        let transition = try Lifecycle.apply(.heartbeat(Heartbeat(token: Fixture.token)), to: record, at: later)
        var expected = record
        expected.lease?.expireTime = later + .seconds(30)
        #expect(transition.after == expected)
        #expect(!transition.isPublic && !transition.isIdentity && transition.entry == nil)
    }

    @Test func theSameReportAgainIsABareExtension() throws {
        let record = try Fixture.running.record().applying(Fixture.heartbeat)
        #expect(try record.applying(Fixture.heartbeat, at: Fixture.now + .seconds(1)).revision == record.revision)
    }

    @Test func aHeartbeatMayChangeTheLength() throws {
        let beat = Command.heartbeat(Heartbeat(token: Fixture.token, duration: .seconds(5)))
        let record = try Fixture.running.record().applying(beat)
        #expect(record.lease?.expireTime == Fixture.now + .seconds(5))
        #expect(record.lease?.duration == .seconds(30))
    }

    @Test func aTokenDiesWhenItsExpiryIsCommittedNotBefore() throws {
        let record = try Fixture.running.record()
        let late = Fixture.now + .seconds(3_000)
        #expect(try record.applying(Fixture.complete, at: late).state == .succeeded)
        let expired = try record.applying(.leaseExpired(jitter: 0), at: late)
        #expect(throws: ServiceError.self) { try expired.applying(Fixture.complete, at: late) }
    }

    @Test func aReleasedAttemptIsNotCounted() throws {
        var record = try Fixture.ready.record()
        for attempt in 1...20 as ClosedRange<Int32> {
            record = try record.applying(Fixture.lease).applying(Fixture.release)
            #expect(record.attempt == attempt && record.countedAttempts == 0 && record.state == .pending)
        }
    }

    @Test func aReleaseMayWait() throws {
        let release = Release(token: Fixture.token, delay: .seconds(10), digest: ContentDigest(bytes: [3]))
        let record = try Fixture.running.record().applying(.release(release))
        #expect(!record.isReady && record.readyTime == Fixture.now + .seconds(10))
        #expect(Lifecycle.dueTime(of: record) == Fixture.now + .seconds(10))
        #expect(try record.applying(.release(release)) == record)
    }

    @Test func tooMuchMetadataIsRefused() throws {
        let big = Samples.payload(String(repeating: "x", count: Limits.publicOperationSize))
        let error = #expect(throws: ServiceError.self) {
            try Fixture.running.record().applying(.heartbeat(Heartbeat(token: Fixture.token, metadata: big)))
        }
        #expect(error?.reason == .payloadTooLarge && error?.violations.first?.field == "metadata")
    }
}
