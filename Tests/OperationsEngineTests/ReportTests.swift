import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct ReportTests {
    @Test func theSameReportTwiceIsAnsweredTwice() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let response = Payload.binary(typeURL: "type.googleapis.com/x.Y", bytes: [1, 2, 3])
            let done = try await fixture.complete(lease, response)
            #expect(try await fixture.complete(lease, response) == done)
            #expect(await reason { _ = try await fixture.complete(lease) } == .leaseLost)
        }
    }

    @Test func aRepeatedFailureAnswersOKAlthoughItIsPendingAgain() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let report = FailureReport(
                name: lease.name.text, token: lease.token, error: Status(code: .unavailable, message: "down"))
            #expect(try await fixture.engine.fail(report).state == .pending)
            #expect(try await fixture.engine.fail(report).state == .pending)
        }
    }

    @Test func codeZeroIsNoFailure() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            let report = FailureReport(name: lease.name.text, token: lease.token, error: Status(code: .ok, message: ""))
            #expect(await reason { _ = try await fixture.engine.fail(report) } == .invalidField)
        }
    }

    @Test func whatNoClientCouldReceiveIsRefused() async throws {
        try await withEngine { fixture async throws in
            let big = Payload.binary(typeURL: "t/x.Y", bytes: Array(repeating: 1, count: 3_000_000))
            #expect(
                await reason { _ = try await fixture.engine.start(StartRequest(request: big, metadata: big)) }
                    == .payloadTooLarge)
            let lease = try await fixture.leased(StartRequest(request: big))
            let beat = Heartbeat(token: lease.token, metadata: big)
            #expect(await reason { _ = try await fixture.engine.heartbeat(lease.name.text, beat) } == .payloadTooLarge)
            let long = Status(code: .aborted, message: String(repeating: "x", count: 300_000))
            let report = FailureReport(name: lease.name.text, token: lease.token, error: long)
            #expect(await reason { _ = try await fixture.engine.fail(report) } == .payloadTooLarge)
            #expect(try await fixture.complete(lease, big).state == .succeeded)
        }
    }

    @Test func aPageOfHistoryEndsEarlyWhenItsErrorsAreLong() async throws {
        try await withEngine { fixture async throws in
            let policy = RetryPolicy(maxAttempts: 100, initialBackoff: .zero, maxBackoff: .zero)
            var lease = try await fixture.leased(StartRequest(retryPolicy: policy))
            let long = Status(code: .unavailable, message: String(repeating: "x", count: 250_000))
            for _ in 0..<20 {
                _ = try await fixture.engine.fail(
                    FailureReport(name: lease.name.text, token: lease.token, error: long))
                lease = try await fixture.nextLease()
            }
            let page = try await fixture.engine.history(of: lease.name.text)
            #expect(page.items.count > 1 && page.items.count < 40 && !page.nextPageToken.isEmpty)
        }
    }

    @Test func lengthsOfLabelsCountCodePoints() async throws {
        try await withEngine { fixture async throws in
            let long = "e" + String(repeating: "\u{301}", count: 300)
            #expect(
                await reason { _ = try await fixture.engine.start(StartRequest(labels: ["k": long])) } == .invalidField)
            #expect(
                await reason { _ = try await fixture.engine.start(StartRequest(labels: [long: "v"])) } == .invalidField)
        }
    }

    @Test func aDeletedOperationTellsItsWorker() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            try await fixture.engine.delete(lease.name.text)
            #expect(await reason { _ = try await fixture.complete(lease) } == .operationDeleted)
            #expect(await reason { try await fixture.engine.delete(lease.name.text) } == .operationDeleted)
        }
    }

    @Test func aBareExtensionIsNoChange() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            fixture.time.advance(by: .seconds(3))
            let same = try await fixture.engine.heartbeat(lease.name.text, Heartbeat(token: lease.token))
            #expect(same.revision == lease.revision && same.updateTime == lease.updateTime)
            let more = try await fixture.engine.heartbeat(
                lease.name.text, Heartbeat(token: lease.token, progressPercent: 10))
            #expect(more.revision == lease.revision + 1 && more.updateTime == fixture.time.now)
        }
    }

    @Test func historyTellsTheStoryInPages() async throws {
        try await withEngine { fixture async throws in
            let lease = try await fixture.leased()
            try await fixture.engine.cancel(lease.name.text)
            _ = try await fixture.complete(lease)
            let first = try await fixture.engine.history(of: lease.name.text, pageSize: 3)
            #expect(first.items.map(\.kind) == [.started, .leased, .cancelRequested])
            let last = try await fixture.engine.history(
                of: lease.name.text, pageSize: 3, pageToken: first.nextPageToken)
            #expect(last.items.map(\.kind) == [.succeeded] && last.nextPageToken.isEmpty)
            #expect(last.items.first?.actor == "worker/w")
        }
    }
}
