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
