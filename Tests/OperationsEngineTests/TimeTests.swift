import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

/// What time does to operations, by the engine's own timers.
@Suite struct TimeTests {
    /// Pauses of no length, so that a retry is ready at once.
    private let eager = RetryPolicy(maxAttempts: 2, initialBackoff: .zero, maxBackoff: .zero)

    @Test func aLostLeaseIsHandedToTheNextWorkerAndThenFails() async throws {
        try await withEngine { fixture async throws in
            let first = try await fixture.leased(StartRequest(retryPolicy: eager))
            async let second = fixture.nextLease(worker: "second")
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(31))
            let retried = try await second
            #expect(retried.name == first.name && retried.attempt == 2)
            async let end = fixture.engine.wait(for: first.name.text)
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(31))
            let failed = try await end
            #expect(failed.state == .failed)
            #expect(failed.error?.code == .aborted && failed.error?.reason == .leaseExpired)
        }
    }

    @Test func aHeartbeatKeepsTheLease() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            for _ in 0..<5 {
                fixture.time.advance(by: .seconds(29))
                _ = try await fixture.engine.heartbeat(lease.name.text, Heartbeat(token: lease.token))
            }
            #expect(try await fixture.complete(lease).state == .succeeded)
        }
    }

    @Test func aStaleTokenIsRefused() async throws {
        try await withEngine { fixture async throws in
            let first = try await fixture.leased(StartRequest(retryPolicy: eager))
            async let second = fixture.nextLease()
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(31))
            _ = try await second
            #expect(await reason { _ = try await fixture.complete(first) } == .leaseLost)
        }
    }

    @Test func anAttemptTimesOutAlthoughItsWorkerIsAlive() async throws {
        try await withEngine { fixture async throws in
            var policy = eager
            policy.maxAttempts = 1
            let lease = try await fixture.leased(
                StartRequest(attemptTimeout: .seconds(40), retryPolicy: policy))
            fixture.time.advance(by: .seconds(25))
            _ = try await fixture.engine.heartbeat(lease.name.text, Heartbeat(token: lease.token))
            async let end = fixture.engine.wait(for: lease.name.text)
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(16))
            #expect(try await end.error?.reason == .attemptTimeout)
        }
    }

    @Test func theDeadlineEndsARunningOperation() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased(StartRequest(deadline: fixture.time.now + .seconds(10)))
            async let end = fixture.engine.wait(for: lease.name.text)
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(11))
            #expect(try await end.error?.code == .deadlineExceeded)
            #expect(await reason { _ = try await fixture.complete(lease) } == .leaseLost)
        }
    }

    @Test func aScheduledStartWaitsForItsTime() async throws {
        try await withEngine { fixture async throws in
            let later = fixture.time.now + .seconds(60)
            let started = try await fixture.engine.start(StartRequest(scheduleTime: later))
            #expect(try await fixture.engine.lease(LeaseRequest(selector: LeaseSelector())).isEmpty)
            async let lease = fixture.nextLease()
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(61))
            #expect(try await lease.name == started.name)
        }
    }

    @Test func aCancelRequestIsToldAndEndsAfterTheGracePeriod() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased(duration: .seconds(300))
            try await fixture.engine.cancel(lease.name.text)
            let told = try await fixture.engine.heartbeat(lease.name.text, Heartbeat(token: lease.token))
            #expect(told.isCancelRequested && !told.isDone)
            async let end = fixture.engine.wait(for: lease.name.text)
            await fixture.time.sleepers(2)
            fixture.time.advance(by: .seconds(31))
            #expect(try await end.state == .cancelled)
            #expect(try await end.error?.code == .cancelled)
        }
    }
}
