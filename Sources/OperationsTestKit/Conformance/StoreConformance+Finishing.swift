import OperationsCore

extension StoreConformance {
    static let finishing: [ConformanceCase] = [
        ConformanceCase("finish: the bytes of a response come back exactly") { driver in
            let responses = [
                Payload.empty, Samples.json("{\"b\":1, \"a\":\"\u{0}\"}"),
                .binary(typeURL: "x\u{0}y", bytes: [0, 255, 0, 10]),
                .binary(typeURL: "", bytes: (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }),
            ]
            for (index, response) in responses.enumerated() {
                try await driver.start("n\(index)")
                let leased = try await driver.lease()
                let record = try await leased.first.asyncMap { try await driver.complete($0, response: response) }
                let stored = try await driver.record(try OperationName("operations/n\(index)"))
                try expectEqual(stored.result, .response(response), "The response changed on its way.")
                try expectEqual(stored, record, "The record changed on its way.")
            }
        },
        ConformanceCase("finish: an error comes back with all its details, in order") { driver in
            let record = try await leaseOne(driver)
            let details = [Samples.payload("1"), Samples.json("{}"), Samples.payload("3", type: "other.Type")]
            let failure = Samples.failure(
                token: record.lease?.token ?? "", code: .dataLoss, retryable: false, details: details)
            let written = try await driver.apply(.fail(failure), to: record.name)
            let stored = try await driver.record(record.name)
            try expectEqual(stored, written, "The record changed on its way.")
            try expectEqual(stored.result, .error(failure.error), "The error changed on its way.")
            try expectEqual(stored.lastError, failure.error, "The last error changed on its way.")
        },
        ConformanceCase("finish: the last error of a retried attempt is kept, and replaced by the next") { driver in
            let record = try await leaseOne(driver)
            let first = Samples.failure(
                token: "\(record.name)#1", details: [Samples.payload("1"), Samples.payload("2")])
            try await driver.apply(.fail(first), to: record.name)
            try expectEqual(try await driver.record(record.name).lastError, first.error, "The error was lost.")
            driver.time.advance(by: .seconds(60))
            try await driver.sweep()
            _ = try await driver.lease()
            let second = Samples.failure(token: "\(record.name)#2", code: .aborted, retryable: true)
            try await driver.apply(.fail(second), to: record.name)
            try expectEqual(try await driver.record(record.name).lastError, second.error, "Old details remained.")
        },
        ConformanceCase("finish: the same outcome reported twice changes nothing the second time") { driver in
            let record = try await leaseOne(driver)
            try await driver.complete(record)
            let stored = try await driver.record(record.name)
            let feed = try await driver.store.changes(after: 0, limit: 10)
            driver.time.advance(by: .seconds(1))
            try await driver.complete(record)
            try expectEqual(try await driver.record(record.name), stored, "The repetition changed the record.")
            try expectEqual(try await driver.store.changes(after: 0, limit: 10), feed, "The feed grew.")
        },
        ConformanceCase("finish: an operation may be started, leased and finished in one transaction") { driver in
            let name = try OperationName("operations/quick")
            try await driver.store.transact { transaction in
                let start = try newOperation(name, at: transaction.now)
                guard let pending = start.after else { return }
                let grant = LeaseGrant(token: "t", workerID: "w", duration: .seconds(9))
                let lease = try Lifecycle.apply(.lease(grant), to: pending, at: transaction.now)
                guard let running = lease.after else { return }
                let completion = Completion(
                    token: "t", response: Samples.payload(), metadata: Samples.json(),
                    digest: ContentDigest(bytes: [1]))
                let end = try Lifecycle.apply(.complete(completion), to: running, at: transaction.now)
                try transaction.write([start, lease, end])
            }
            let record = try await driver.record(name)
            try expectEqual(record.result, .response(Samples.payload()), "The result is another.")
            try expectEqual(record.metadata, Samples.json(), "The metadata is other.")
            let lines = try await driver.store.history(of: name, after: 0, limit: 9)
            try expectEqual(lines.map(\.kind), [.started, .leased, .succeeded], "The history has other lines.")
        },
    ]
}

extension Optional {
    func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value?) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
