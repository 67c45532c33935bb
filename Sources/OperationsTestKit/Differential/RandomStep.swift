public import OperationsCore

/// One thing to do with a store. A step is pure data, so that two stores can be led through the same life.
public enum RandomStep: Sendable {
    case start(StartRequest, ContentDigest?)
    case command(Command, OperationName)
    case lease(LeaseSelector, limit: Int, duration: Duration)
    case sweep(limit: Int, jitter: Double)
    case advance(Duration)
    case abort(OperationName)
    case list(ListQuery)
    case history(OperationName, after: Int64, limit: Int)
    /// Behind that entry of the feed, counted from 1; each store has positions of its own.
    case changes(after: Int, limit: Int)
    case remembered(RequestKey)
    case due(limit: Int, byteLimit: Int)
    case expired(limit: Int, byteLimit: Int)
    case ready(LeaseSelector, limit: Int)
    /// Nil removes it.
    case policy(OperationName, Int?)
}

/// Draws steps over a small world, so that names, queues and request ids meet again and again.
public struct RandomSteps {
    private var random: SeededGenerator
    private static let parents = ["", "projects/p", "projects/p/locations/l", "projects/p2", "projects/p-2"]
    private static let queues = ["", "mail", "video"]
    private static let ids = (0..<5).map { "n\($0)" }

    public init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    public mutating func next(at now: Timestamp) -> RandomStep {
        switch number(in: 0...99) {
        case 0...24: .start(request(at: now), random.chance(90) ? digest() : nil)
        case 25...39: .lease(selector(), limit: number(in: 0...4), duration: .seconds(number(in: 1...40)))
        case 40...67: .command(command(), name())
        case 68...69: .policy(name(), random.chance(70) ? number(in: 0...9) : nil)
        case 70...75: .sweep(limit: number(in: 0...6), jitter: Double(number(in: 0...9)) / 10)
        case 76...83: .advance(.milliseconds(number(in: 1...9_000)))
        case 84...85: .abort(name())
        case 86...90: .list(query(at: now))
        case 91...92: .history(name(), after: Int64(number(in: 0...4)), limit: number(in: 0...4))
        case 93...94: .changes(after: number(in: 0...30), limit: number(in: 0...9))
        case 95: .remembered(key())
        case 96: .due(limit: number(in: 0...5), byteLimit: number(in: 1...4_000))
        case 97: .expired(limit: number(in: 0...5), byteLimit: number(in: 1...4_000))
        default: .ready(selector(), limit: number(in: 0...9))
        }
    }
}

extension RandomSteps {
    private mutating func number(in range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func pick<Value>(_ values: [Value], else fallback: Value) -> Value {
        values.randomElement(using: &random) ?? fallback
    }

    private mutating func parent() -> Parent {
        (try? Parent(pick(Self.parents, else: ""))) ?? .root
    }

    private mutating func name() -> OperationName {
        OperationName(stored: parent().namePrefix + pick(Self.ids, else: "n"))
    }

    private mutating func requestID() -> String {
        "00000000-0000-0000-0000-00000000000\(number(in: 0...9))"
    }

    private mutating func key() -> RequestKey {
        RequestKey(parent: parent(), requestID: requestID())
    }

    private mutating func digest() -> ContentDigest {
        ContentDigest(bytes: [UInt8(number(in: 0...1))])
    }

    private mutating func payload() -> Payload? {
        switch number(in: 0...4) {
        case 0: nil
        case 1: Samples.json("{\"n\":\(number(in: 0...99))}")
        case 2: .empty
        default: Samples.payload(String(repeating: "x", count: number(in: 0...300)))
        }
    }

    private mutating func request(at now: Timestamp) -> StartRequest {
        let schedule = random.chance(20) ? now + .seconds(number(in: 0...9)) : nil
        return StartRequest(
            parent: parent(), operationID: pick(Self.ids, else: "n"), requestID: random.chance(30) ? requestID() : nil,
            queue: pick(Self.queues, else: ""), request: payload(), metadata: payload(),
            labels: random.chance(20) ? ["k": "v\(number(in: 0...9))"] : [:], priority: Int32(number(in: -1...1)),
            scheduleTime: schedule, deadline: random.chance(20) ? now + .seconds(number(in: 10...60)) : nil,
            attemptTimeout: random.chance(20) ? .seconds(number(in: 1...20)) : nil,
            retryPolicy: RetryPolicy(
                maxAttempts: Int32(number(in: 1...3)), initialBackoff: .seconds(number(in: 0...1))),
            timeToLive: .seconds(number(in: 0...30)))
    }

    private mutating func selector() -> LeaseSelector {
        var selector = LeaseSelector(scope: random.chance(60) ? .root : parent())
        for _ in 0..<number(in: 0...2) { selector.queues.insert(pick(["default", "mail", "video", "none"], else: "")) }
        if random.chance(20) { for _ in 0..<number(in: 1...6) { selector.names.insert(name()) } }
        return selector
    }

    private mutating func query(at now: Timestamp) -> ListQuery {
        let patterns = ["", "projects/p", "projects/-", "projects/-/locations/l", "projects/p/locations/-", "a/b"]
        let names = Self.parents.flatMap { parent in
            Self.ids.map { OperationName(stored: parent.isEmpty ? "operations/\($0)" : "\(parent)/operations/\($0)") }
        }
        let lists = RandomLists(
            scopes: patterns.compactMap { try? .parents(ParentPattern($0)) }
                + Self.parents.compactMap { try? .subtree(Parent($0)) },
            names: names, times: [0, 1, 5, 20].map { now + .seconds(-$0) })
        return lists.next(using: &random)
    }

    /// Tokens as `StoreDriver` and the lease step make them; sometimes stale.
    private mutating func token() -> String { "token-\(random.chance(60) ? 1 : number(in: 2...3))" }

    private mutating func command() -> Command {
        switch number(in: 0...9) {
        case 0...2:
            .heartbeat(
                Heartbeat(
                    token: token(), duration: random.chance(50) ? .seconds(number(in: 1...30)) : nil,
                    metadata: random.chance(30) ? payload() : nil,
                    progressPercent: random.chance(30) ? Int32(number(in: 0...100)) : nil,
                    statusMessage: random.chance(30) ? "s\(number(in: 0...9))" : nil))
        case 3...4: .complete(Completion(token: token(), response: payload() ?? .empty, digest: digest()))
        case 5...6: .fail(failure())
        case 7: .release(Release(token: token(), delay: .seconds(number(in: 0...3)), digest: digest()))
        case 8: .cancel(gracePeriod: .seconds(number(in: 0...9)))
        default: .delete(tombstoneRetention: .seconds(number(in: 0...30)))
        }
    }

    private mutating func failure() -> Failure {
        let details = (0..<number(in: 0...2)).compactMap { _ in payload() }
        let codes: [StatusCode] = [.unavailable, .internal, .cancelled]
        return Failure(
            token: token(), error: Status(code: pick(codes, else: .unknown), message: "m", details: details),
            retryable: random.chance(50) ? random.chance(50) : nil, metadata: random.chance(20) ? payload() : nil,
            digest: digest(), jitter: 0.3)
    }
}
