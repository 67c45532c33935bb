import OperationsCore

/// Operations that have lived and ended, written through the store itself, several thousand in a transaction. Group
/// after group of them expires, an hour apart.
struct ExpiringOperations {
    let groups: Int
    let groupSize: Int
    static let interval = Duration.seconds(3_600)
    private static let batch = 5_000

    var count: Int { groups * groupSize }

    /// The one of its group that expires last.
    func last(of group: Int) -> OperationName {
        name((group + 1) * groupSize - 1)
    }

    func write(to store: some OperationStore) async throws {
        for first in stride(from: 0, to: count, by: Self.batch) {
            Progress.show("writing \(count) operations, \(first) are there …")
            let range = first..<min(first + Self.batch, count)
            try await store.transact { transaction in
                try transaction.write(try range.flatMap { try life(of: $0, at: transaction.now) })
            }
        }
    }

    /// Started, leased, completed: so the history of each is as long as that of most.
    private func life(of index: Int, at now: Timestamp) throws -> [Transition] {
        let request = StartRequest(queue: "expiring", request: Work.payload)
        let start = try Lifecycle.start(
            request, as: name(index), digest: nil, defaultTimeToLive: Self.interval * (index / groupSize + 1), at: now)
        let grant = LeaseGrant(token: "token", workerID: "bench-worker", duration: .seconds(30))
        let lease = try Lifecycle.apply(.lease(grant), to: try after(start), at: now)
        let completion = Completion(token: "token", response: Work.payload, digest: ContentDigest(bytes: [1]))
        return [start, lease, try Lifecycle.apply(.complete(completion), to: try after(lease), at: now)]
    }

    private func name(_ index: Int) -> OperationName {
        let digits = String(index)
        return OperationName(stored: "operations/n" + String(repeating: "0", count: 9 - digits.count) + digits)
    }

    private func after(_ transition: Transition) throws -> OperationRecord {
        guard let record = transition.after else { throw BenchmarkFault("an operation vanished") }
        return record
    }
}
