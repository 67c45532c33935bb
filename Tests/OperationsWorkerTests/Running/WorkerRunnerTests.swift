import OperationsAPI
import OperationsClient
import OperationsCore
import SwiftProtobuf
import Synchronization
import Testing

@testable import OperationsWorker

@Suite("A worker")
struct WorkerRunnerTests {
    private let server = FakeServer()
    private let time = ManualTime()

    @Test("leases, works, completes, and asks for more")
    func completes() async throws {
        server.add("a")
        try await withWorker(
            server, time, handler: { _, _ in .succeeded(try .init(message: Google_Protobuf_Value(stringValue: "x"))) }
        ) {
            _ in
            #expect(await server.next() == .lease(max: 1, names: []))
            let bytes: [UInt8] = try Google_Protobuf_Value(stringValue: "x").serializedBytes()
            #expect(await server.next() == .complete("a", response: bytes))
            #expect(await server.next() == .lease(max: 1, names: []))
        }
    }

    @Test("never asks for more than it has free slots")
    func slots() async throws {
        let finish = Gate()
        server.add("a", "b", "c")
        try await withWorker(
            concurrency: 2, server, time,
            handler: { lease, _ in
                await finish.wait()
                return .succeeded(nil)
            }
        ) { _ in
            #expect(await server.next() == .lease(max: 2, names: []))
            finish.open()
            var names: Set<String> = []
            while names.count < 3 {
                switch await server.next() {
                case .complete(let name, _)?: names.insert(name)
                case .lease(let max, _)?: #expect((1...2).contains(max))
                case let other: Issue.record("unexpected \(String(describing: other))")
                }
            }
        }
    }

    @Test("renews its lease at a third of its length")
    func heartbeats() async throws {
        let finish = Gate()
        server.add("a")
        try await withWorker(server, time, handler: waiting(for: finish)) { _ in
            _ = await server.next()
            for second in [10, 20, 30, 40] {
                await time.someoneSleeps(until: .seconds(second))
                time.advance(to: .seconds(second))
                #expect(await server.next() == .heartbeat("a", percent: nil, message: nil))
            }
            finish.open()
            #expect(await server.next() == .complete("a", response: []))
        }
    }

    @Test("reports progress at once, and what comes soon after in one heartbeat")
    func progress() async throws {
        let (more, finish) = (Gate(), Gate())
        server.add("a")
        try await withWorker(
            server, time,
            handler: { _, progress in
                progress.report(percent: 10, message: "first")
                await more.wait()
                progress.report(percent: 20)
                progress.report(percent: 30)
                progress.report(message: "third")
                await finish.wait()
                return .succeeded(nil)
            }
        ) { _ in
            _ = await server.next()
            #expect(await server.next() == .heartbeat("a", percent: 10, message: "first"))
            more.open()
            await time.someoneSleeps(until: .milliseconds(500))
            time.advance(to: .milliseconds(500))
            #expect(await server.next() == .heartbeat("a", percent: 30, message: "third"))
            finish.open()
            #expect(await server.next() == .complete("a", response: []))
        }
    }

    @Test("sends what was reported just before the end")
    func lastProgress() async throws {
        server.add("a")
        let handler: AttemptHandler = { _, progress in
            progress.report(percent: 100)
            return .succeeded(nil)
        }
        try await withWorker(server, time, handler: handler) { _ in
            _ = await server.next()
            #expect(await server.next() == .heartbeat("a", percent: 100, message: nil))
            #expect(await server.next() == .complete("a", response: []))
        }
    }

    @Test("stops an attempt whose cancellation was requested")
    func cancellation() async throws {
        server.add("a")
        server.answerHeartbeats(.success(true))
        try await withWorker(server, time, handler: stopping) { _ in
            _ = await server.next()
            await time.someoneSleeps(until: .seconds(10))
            time.advance(to: .seconds(10))
            _ = await server.next()
            #expect(await server.next() == .fail("a", code: 1, retryable: false))
        }
    }

    @Test(
        "stops an attempt whose lease is lost, and reports nothing",
        arguments: [ErrorReason.leaseLost, .operationDeleted])
    func lostLease(reason: ErrorReason) async throws {
        server.add("a")
        server.answerHeartbeats(.failure(.refused(reason)))
        try await withWorker(server, time, handler: stopping) { _ in
            _ = await server.next()
            await time.someoneSleeps(until: .seconds(10))
            time.advance(to: .seconds(10))
            #expect(await server.next() == .heartbeat("a", percent: nil, message: nil))
            #expect(await server.next() == .lease(max: 1, names: []))
        }
    }

    @Test("stops an attempt whose lease could not be renewed in time")
    func expiredLease() async throws {
        server.add("a")
        try await withWorker(server, time, handler: stopping) { _ in
            _ = await server.next()
            await time.someoneSleeps(until: .seconds(10))
            time.advance(to: .seconds(31))
            #expect(await server.next() == .lease(max: 1, names: []))
        }
    }

    @Test("repeats a report that nobody answered")
    func repeatedReport() async throws {
        server.add("a")
        server.refuseReports(.unreachable)
        try await withWorker(server, time, handler: { _, _ in .succeeded(nil) }) { _ in
            _ = await server.next()
            #expect(await server.next() == .complete("a", response: []))
            await time.someoneSleeps()
            time.advance(to: .seconds(1))
            #expect(await server.next() == .complete("a", response: []))
        }
    }

    @Test("fails an operation whose response the server refuses")
    func refusedResponse() async throws {
        server.add("a")
        server.refuseReports(.refused(.payloadTooLarge))
        try await withWorker(server, time, handler: { _, _ in .succeeded(nil) }) { _ in
            _ = await server.next()
            #expect(await server.next() == .complete("a", response: []))
            #expect(await server.next() == .fail("a", code: 3, retryable: false))
        }
    }

    private func waiting(for gate: Gate) -> AttemptHandler {
        { _, _ in
            await gate.wait()
            return .succeeded(nil)
        }
    }

    private var stopping: AttemptHandler {
        { _, _ in
            await untilCancelled()
            throw CancellationError()
        }
    }
}
