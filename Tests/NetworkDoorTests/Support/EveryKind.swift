import NIOCore
import Synchronization

@testable import NetworkDoor

/// A service with a method of every kind, and the calls that wait in it.
final class EveryKind: Sendable {
    static let part = 16 * 1_024

    private struct State {
        var calls: [HeldCall<Result<GRPCAnswer, GRPCStatus>>] = []
        var requests: [HeldCall<HTTPResponse>] = []
        var cancelled = 0
        var running = 0
        var read = 0
        var written = 0
    }

    private let state = Mutex(State())
    /// What streamed answers are made of.
    let parts: (count: Int, bytes: Int)
    let largestAnswer: Int
    /// Methods and paths that are served as others are.
    let disguises: [String: String]
    /// Streams that are told to wait wait for this.
    let gate = Gate()

    init(
        parts: (count: Int, bytes: Int) = (1_000, EveryKind.part), largestAnswer: Int = 8_000_000,
        disguises: [String: String] = [:]
    ) {
        self.disguises = disguises
        self.parts = parts
        self.largestAnswer = largestAnswer
    }

    /// Held calls and requests that nobody has answered or cancelled, oldest first.
    func answerHeld(_ text: String = "held") {
        let (calls, requests) = state.withLock { state in
            defer { (state.calls, state.requests) = ([], []) }
            return (state.calls, state.requests)
        }
        for call in calls { call.answer(.success(GRPCAnswer(ByteBuffer(string: text)))) }
        for request in requests { request.answer(HTTPResponse(status: 200, contentType: "text/plain", text: text)) }
    }

    var held: Int { state.withLock { $0.calls.count + $0.requests.count } }
    var cancelled: Int { state.withLock { $0.cancelled } }
    /// Tasks that work on calls.
    var running: Int { state.withLock { $0.running } }
    /// Messages that streaming handlers have read.
    var read: Int { state.withLock { $0.read } }
    /// Parts that streaming handlers could send.
    var written: Int { state.withLock { $0.written } }

    func hold(_ call: UnaryCall) -> UnaryReply {
        let held = call.hold()
        held.whenCancelled { [weak self] in self?.state.withLock { $0.cancelled += 1 } }
        state.withLock { $0.calls.append(held) }
        return .held
    }

    func hold(_ call: HTTPRequestCall) -> HTTPReply {
        let held = call.hold()
        held.whenCancelled { [weak self] in self?.state.withLock { $0.cancelled += 1 } }
        state.withLock { $0.requests.append(held) }
        return .held
    }

    /// Counts the tasks that run, and those that were cancelled.
    func working<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        state.withLock { $0.running += 1 }
        defer { state.withLock { $0.running -= 1 } }
        do {
            return try await work()
        } catch {
            if error is CancellationError { state.withLock { $0.cancelled += 1 } }
            throw error
        }
    }

    func didRead() {
        state.withLock { $0.read += 1 }
    }

    func didWrite() {
        state.withLock { $0.written += 1 }
    }
}

/// Lets through whoever waits once it is open.
final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])

    func open() {
        isOpen.withLock { $0 = true }
        let all = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for one in all { one.resume() }
    }

    /// Returns at once when the task is cancelled.
    func pass() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passes = isOpen.withLock { $0 } || Task.isCancelled
                if passes { continuation.resume() } else { waiting.withLock { $0.append(continuation) } }
            }
        } onCancel: {
            open()
        }
    }
}
