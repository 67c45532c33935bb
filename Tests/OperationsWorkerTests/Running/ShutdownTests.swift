import OperationsClient
import OperationsCore
import Testing

@testable import OperationsWorker

@Suite("A worker that shuts down")
struct ShutdownTests {
    private let server = FakeServer()
    private let time = ManualTime()

    @Test("stops asking for work")
    func idle() async throws {
        try await withWorker(server, time, handler: { _, _ in .succeeded(nil) }) { _ in
            #expect(await server.next() == .lease(max: 1, names: []))
        }
    }

    @Test("lets attempts finish within the grace period")
    func finishing() async throws {
        let (begun, finish) = (Gate(), Gate())
        server.add("a")
        let handler: AttemptHandler = { _, _ in
            begun.open()
            await finish.wait()
            return .succeeded(nil)
        }
        try await withWorker(server, time, handler: handler) { stop in
            _ = await server.next()
            await begun.wait()
            stop.open()
            finish.open()
            #expect(await server.next() == .complete("a", response: []))
        }
    }

    @Test("stops the others when it is over, and gives them back")
    func terminating() async throws {
        let begun = Gate()
        server.add("a")
        let handler: AttemptHandler = { _, _ in
            begun.open()
            await untilCancelled()
            return .cancelled("stopped")
        }
        try await withWorker(server, time, handler: handler) { stop in
            _ = await server.next()
            await begun.wait()
            time.advance(to: .seconds(3))
            stop.open()
            await time.someoneSleeps(until: .seconds(13))
            time.advance(to: .seconds(13))
            while let call = await server.next() {
                if case .heartbeat = call { continue }
                #expect(call == .release("a"))
                break
            }
        }
    }

    @Test("whose task is cancelled gives its work back as well")
    func cancelled() async throws {
        let begun = Gate()
        server.add("a")
        let runner = WorkerRunner(
            calls: server, time: time, configuration: .init(workerID: "w"), observe: { _ in },
            handler: { _, _ in
                begun.open()
                await untilCancelled()
                throw CancellationError()
            })
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run { await untilCancelled() } }
            await begun.wait()
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        #expect(await server.next() == .lease(max: 1, names: []))
        #expect(await server.next() == .release("a"))
    }
}

@Suite("A worker without a server")
struct AbsentServerTests {
    private let server = FakeServer()
    private let time = ManualTime()

    @Test("asks again after a pause")
    func absent() async throws {
        server.refuseLeases(.unreachable)
        server.add("a")
        try await withWorker(server, time, handler: { _, _ in .succeeded(nil) }) { _ in
            #expect(await server.next() == .lease(max: 1, names: []))
            await time.someoneSleeps()
            time.advance(to: .seconds(1))
            #expect(await server.next() == .lease(max: 1, names: []))
            #expect(await server.next() == .complete("a", response: []))
        }
    }

    @Test("gives up when the server refuses to give work")
    func refused() async throws {
        server.refuseLeases(.refused(.invalidField))
        let runner = WorkerRunner(
            calls: server, time: time, configuration: .init(workerID: "w"), observe: { _ in },
            handler: { _, _ in .succeeded(nil) })
        await #expect(throws: ClientError.self) { try await runner.run { await untilCancelled() } }
    }

    @Test("takes one operation by its name")
    func byName() async throws {
        server.add("a")
        let runner = WorkerRunner(
            calls: server, time: time, configuration: .init(queues: ["q"], workerID: "w"), observe: { _ in },
            handler: { _, _ in .failed(.init(.unknown, "no"), retryable: false) })
        #expect(try await runner.runOne("a") == .failed(.init(.unknown, "no"), isLast: true))
        #expect(await server.next() == .lease(max: 1, names: ["a"]))
        #expect(await server.next() == .fail("a", code: 2, retryable: false))
    }
}
