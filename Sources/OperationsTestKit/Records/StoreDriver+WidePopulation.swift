import OperationsCore

extension StoreDriver {
    /// Fills the store with everything there can be: operations in every state and at every point of their lives, with
    /// histories and request ids, tombstones, policies and descriptor sets. The same seed gives the same.
    public func populateWidely(seed: UInt64, count: Int = 60) async throws {
        var random = SeededGenerator(seed: seed)
        for number in 0..<count {
            try await startOne(number, &random)
            if random.chance(50) { time.advance(by: .milliseconds(Int.random(in: 1...400, using: &random))) }
            if random.chance(70) { try await leadOn(&random) }
            if random.chance(20) { try await sweep(jitter: 0.3) }
        }
        for name in ["shop", "a", "zoo"] {
            let content = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            try await store.transact { try $0.put(DescriptorSet(id: name, content: content, updateTime: $0.now)) }
        }
        for (number, resource) in ["projects/p", "projects/empty", "projects/p/locations/l"].enumerated() {
            try await store.transact { try $0.put(Samples.policy(number), of: resource) }
        }
        try await store.transact { try $0.put(Policy(), of: "projects/none") }
    }

    /// What happens next, always the same: all that is ready is leased in its order and completed, what is due comes,
    /// and one more is started.
    func liveOn() async throws {
        for record in try await lease(limit: 5) { try await complete(record, response: Samples.json()) }
        try await sweep()
        try await start("later", parent: "projects/later", queue: "mail")
    }

    private func startOne(_ number: Int, _ random: inout SeededGenerator) async throws {
        let parents = ["projects/p", "projects/p/locations/l", "projects/p2", ""]
        let id = "w\(number * 7_919 % 100_003)"
        var request = try Samples.fullStart(id, at: time.now)
        if random.chance(60) {
            request = StartRequest(operationID: id)
            request.labels = random.chance(50) ? ["team": "a\(number % 3)"] : [:]
            request.timeToLive = random.chance(30) ? .milliseconds(500) : nil
        }
        request.parent = try Parent(parents[number % parents.count])
        request.queue = ["", "mail", "e-mails"][number % 3]
        request.priority = Int32(number % 3)
        let suffix = String(1_000 + number)
        request.requestID = random.chance(70) ? "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d\(suffix)" : nil
        if random.chance(50) {
            request.scheduleTime = nil
            request.deadline = nil
        }
        let digest = ContentDigest(bytes: [UInt8(truncatingIfNeeded: number), 0, 255])
        let record = try await start(request, digest: request.requestID == nil ? nil : digest)
        if random.chance(20) {
            try await store.transact { try $0.put(Samples.policy(number), of: record.name.text) }
        }
    }

    /// Leases one or two and lets something happen to them.
    private func leadOn(_ random: inout SeededGenerator) async throws {
        for record in try await lease(limit: Int.random(in: 1...2, using: &random)) {
            let token = record.lease?.token ?? ""
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1: try await complete(record, response: random.chance(50) ? .empty : Samples.json())
            case 2:
                try await apply(
                    .fail(Samples.failure(token: token, details: [Samples.payload("why")])), to: record.name)
            case 3:
                let failure = Samples.failure(
                    token: token, code: .internal, retryable: false, details: [Samples.json()])
                try await apply(.fail(failure), to: record.name)
            case 4:
                try await apply(
                    .release(Release(token: token, delay: .seconds(2), digest: ContentDigest(bytes: [3]))),
                    to: record.name)
            case 5: try await apply(.cancel(gracePeriod: gracePeriod), to: record.name)
            case 6, 7:
                let beat = Heartbeat(
                    token: token, metadata: Samples.payload("beat"), progressPercent: 42, statusMessage: "half\u{0} way"
                )
                try await apply(.heartbeat(beat), to: record.name)
            case 8: try await apply(.delete(tombstoneRetention: tombstoneRetention), to: record.name)
            default: break
            }
        }
    }
}
