import OperationsAPI
public import OperationsClient
import SwiftProtobuf

/// Takes operations from queues and has them worked on: leases, heartbeats, retries of lost calls, and a shutdown that
/// loses nothing.
///
/// It asks the server and lets it wait until there is work; nothing is polled. Each lease is renewed at a third of its
/// length, and at least every 10 s. A server that cannot be reached is asked again, at most 5 s apart; meanwhile
/// attempts go on until their lease is over, since then another worker may have it.
///
/// ```swift
/// let runner = WorkerRunner(client: client, configuration: .init(queues: ["thumbnails"], concurrency: 4)) {
///     lease, progress in
///     progress.report(percent: 50, message: "half way")
///     return .succeeded(nil)
/// }
/// try await runner.run { await shutdownWasAskedFor() }
/// ```
public struct WorkerRunner: Sendable {
    private let configuration: WorkerConfiguration
    private let calls: any WorkerCalls
    private let time: any WorkerTime
    private let observe: @Sendable (WorkerEvent) -> Void
    private let handler: AttemptHandler

    /// - Parameters:
    ///   - observe: told what happens, in the middle of it: do not block. Default: nobody.
    ///   - handler: does the work; see ``AttemptHandler``.
    public init(
        client: OperationsClient, configuration: WorkerConfiguration,
        observe: @escaping @Sendable (WorkerEvent) -> Void = { _ in }, handler: @escaping AttemptHandler
    ) {
        self.init(
            calls: client, time: MonotonicTime(), configuration: configuration, observe: observe, handler: handler)
    }

    init(
        calls: any WorkerCalls, time: any WorkerTime, configuration: WorkerConfiguration,
        observe: @escaping @Sendable (WorkerEvent) -> Void, handler: @escaping AttemptHandler
    ) {
        self.configuration = configuration
        self.calls = calls
        self.time = time
        self.observe = observe
        self.handler = handler
    }

    /// Works until `stop` returns; then takes no more, lets attempts finish for the grace period, stops the others and
    /// gives them back.
    ///
    /// Cancelling the task stops the attempts at once; they are given back as well.
    ///
    /// - Parameter stop: returns when the worker shall shut down, and when its own task is cancelled.
    /// - Throws: ``ClientError`` when the server refuses to give work, such as for a queue with an impossible name;
    ///   attempts that run are finished first.
    public func run(until stop: @escaping @Sendable () async -> Void) async throws {
        let drain = Gate()
        let terminate = Gate()
        let slots = Slots(configuration.concurrency)
        let refusal = await withTaskGroup(of: Void.self) { watch in
            watch.addTask {
                await stop()
                await shutDown(slots, drain, terminate)
            }
            let refusal = await withDiscardingTaskGroup { attempts in
                await takeWork(into: &attempts, slots, drain, terminate)
            }
            watch.cancelAll()
            return refusal
        }
        if let refusal { throw refusal }
        try Task.checkCancellation()
    }

    /// Leases one operation by its name, whatever its queue, and has it worked on.
    ///
    /// - Returns: what became of the attempt; nil if the operation could not be leased within the wait timeout.
    public func runOne(_ name: String) async throws -> AttemptEnd? {
        var request = leaseRequest(max: 1)
        request.queues = []
        request.names = [name]
        guard let lease = try await calls.lease(request).first else { return nil }
        return await attempt(lease, terminate: Gate())
    }

    private func shutDown(_ slots: Slots, _ drain: Gate, _ terminate: Gate) async {
        guard !Task.isCancelled else { return }
        drain.open()
        observe(.draining(attempts: slots.inUse))
        await time.sleep(until: time.now + configuration.drainGracePeriod)
        if !Task.isCancelled { terminate.open() }
    }

    /// - Returns: why the server refuses to give work; nil when the worker shuts down.
    private func takeWork(
        into attempts: inout DiscardingTaskGroup, _ slots: Slots, _ drain: Gate, _ terminate: Gate
    ) async -> ClientError? {
        var backoff = Backoff()
        var isWaitingForServer = false
        while !drain.isOpen, !Task.isCancelled {
            guard slots.free > 0 else {
                await firstOf({ await slots.wait() }, { await drain.wait() })
                continue
            }
            switch await ask(max: slots.free, drain) {
            case .leases(let leases):
                if isWaitingForServer { observe(.serverIsBack) }
                isWaitingForServer = false
                backoff.reset()
                for lease in leases { begin(lease, in: &attempts, slots, drain, terminate) }
            case .retry(let error):
                isWaitingForServer = true
                let pause = max(backoff.next(random: .random(in: 0..<1)), error.retryDelay ?? .zero)
                observe(.waitingForServer(error, retryIn: pause))
                let end = time.now + pause
                await firstOf({ await time.sleep(until: end) }, { await drain.wait() })
            case .refused(let error): return error
            case .stopped: return nil
            }
        }
        return nil
    }

    /// Asks for work and lets the server wait, but stops waiting when the worker shuts down.
    private func ask(max count: Int, _ drain: Gate) async -> LeaseAnswer {
        await withTaskGroup(of: LeaseAnswer?.self) { group in
            group.addTask {
                do {
                    return .leases(try await calls.lease(leaseRequest(max: count)))
                } catch {
                    return LeaseAnswer(error)
                }
            }
            group.addTask {
                await drain.wait()
                return nil
            }
            var answer: LeaseAnswer?
            for await result in group {
                answer = result ?? answer
                group.cancelAll()
            }
            return answer ?? .stopped
        }
    }

    private func begin(
        _ lease: Longrun_V1_Lease, in attempts: inout DiscardingTaskGroup, _ slots: Slots, _ drain: Gate,
        _ terminate: Gate
    ) {
        slots.take()
        attempts.addTask {
            if drain.isOpen {
                await giveBack(lease)
            } else {
                _ = await attempt(lease, terminate: terminate)
            }
            slots.giveBack()
        }
    }

    private func attempt(_ lease: Longrun_V1_Lease, terminate: Gate) async -> AttemptEnd {
        observe(.began(lease))
        let began = time.now
        let run = AttemptRun(
            lease: lease, configuration: configuration, calls: calls, time: time, handler: handler,
            terminate: terminate)
        let end = await run.run()
        observe(.ended(lease, end, after: time.now - began))
        return end
    }

    /// A lease that came while the worker was about to stop.
    private func giveBack(_ lease: Longrun_V1_Lease) async {
        let delivery = ReportDelivery(lease: lease, calls: calls, time: time)
        _ = await delivery.deliver(.release(delay: .zero), until: time.now + .seconds(5))
    }

    private func leaseRequest(max count: Int) -> Longrun_V1_LeaseOperationsRequest {
        var request = Longrun_V1_LeaseOperationsRequest()
        request.parent = configuration.parent
        request.queues = configuration.queues
        request.workerID = configuration.workerID
        request.maxOperations = Int32(min(count, 1_000))
        request.leaseDuration = Google_Protobuf_Duration(rounding: configuration.leaseDuration)
        request.waitTimeout = Google_Protobuf_Duration(rounding: configuration.waitTimeout)
        return request
    }
}
