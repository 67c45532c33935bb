public import OperationsCore

extension StoreDriver {
    /// Fills the store with operations of every state, in several queues and parents, with and without labels and
    /// payloads, a few of each rare; always the same. Many share their times.
    public func populate(_ count: Int) async throws {
        for first in stride(from: 0, to: count, by: 300) {
            try await start(all: (first..<min(first + 300, count)).map(Self.member))
            time.advance(by: .milliseconds(1))
        }
        let leased = try await lease(limit: count * 2 / 3)
        for (part, command) in [(0..<3, complete), (3..<4, fail)] as [(Range<Int>, (OperationRecord) -> Command)] {
            time.advance(by: .milliseconds(1))
            let chosen = leased.enumerated().filter { part.contains($0.offset % 5) }.map(\.element)
            try await apply(all: chosen.map { ($0.name, command($0)) })
        }
        let pending = try await inspect { try $0.ready(LeaseSelector(), limit: count / 15) }
        try await apply(all: pending.map { ($0.name, .cancel(gracePeriod: .zero)) })
    }

    /// Starts operations in one transaction.
    public func start(all requests: [StartRequest]) async throws {
        try await store.transact { transaction in
            let transitions = try requests.map { request in
                try Lifecycle.start(
                    request, as: try OperationName(parent: request.parent, callerID: request.operationID ?? ""),
                    digest: nil, defaultTimeToLive: .seconds(30 * 86_400), at: transaction.now)
            }
            try transaction.write(transitions)
        }
    }

    /// Applies commands in one transaction, each to another operation.
    private func apply(all commands: [(OperationName, Command)]) async throws {
        try await store.transact { transaction in
            let found = try transaction.lookup(Set(commands.map(\.0)))
            let transitions = try commands.map { name, command in
                let record = try (found[name] ?? .unknown).record(named: name)
                return try Lifecycle.apply(command, to: record, at: transaction.now)
            }
            try transaction.write(transitions)
        }
    }

    private static func member(_ number: Int) throws -> StartRequest {
        var labels: [String: String] = number.isMultiple(of: 2) ? ["team": "a"] : [:]
        if number % 6 == 1 { labels = ["team": "b", "tier": "gold"] }
        if number < 2_000 && number % 301 == 0 { labels["rare"] = "yes" }
        let queue = number % 97 == 0 ? "rare" : number % 3 == 0 ? "mail" : ""
        let parents = ["projects/p", "projects/p/locations/l", "projects/p2", ""]
        // The order of names is another one than the order of creation.
        return StartRequest(
            parent: try Parent(parents[number / 2 % parents.count]), operationID: "n\(number * 7_919 % 100_003)",
            queue: queue, request: number.isMultiple(of: 4) ? Samples.payload("\(number % 3)") : nil,
            labels: labels, priority: Int32(number % 5))
    }

    private func complete(_ record: OperationRecord) -> Command {
        let token = record.lease?.token ?? ""
        return .complete(Completion(token: token, response: .empty, digest: ContentDigest(bytes: [1])))
    }

    private func fail(_ record: OperationRecord) -> Command {
        .fail(Samples.failure(token: record.lease?.token ?? "", retryable: false, details: [Samples.payload("why")]))
    }
}
