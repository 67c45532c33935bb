import OperationsCore

extension StoreConformance {
    static let concurrency: [ConformanceCase] = [
        ConformanceCase("concurrency: when the body throws, nothing of the transaction remains") { driver in
            struct Refusal: Error {}
            let kept = try await driver.start("kept", request: Samples.payload())
            let new = try OperationName("operations/new")
            let feed = try await driver.store.changes(after: 0, limit: 9)
            _ = try await expectThrows(Refusal.self, "The body's error was lost.") {
                try await driver.store.transact { transaction in
                    try transaction.write([try newOperation(new, at: transaction.now)])
                    try transaction.write([
                        try Lifecycle.apply(
                            .delete(tombstoneRetention: .zero), to: kept, at: transaction.now)
                    ])
                    try expectEqual(try transaction.purgeTombstones(limit: 9), 1, "The tombstone was not purged.")
                    throw Refusal()
                }
            }
            try expectEqual(try await driver.store.lookup(new), .unknown, "A start remained.")
            try expectEqual(try await driver.record(kept.name), kept, "A deletion remained.")
            try expectEqual(try await driver.store.changes(after: 0, limit: 9), feed, "The feed changed.")
            let lines = try await driver.store.history(of: kept.name, after: 0, limit: 9)
            try expectEqual(lines.count, 1, "The history changed.")
            let ready = try await driver.inspect { try $0.ready(LeaseSelector(), limit: 9) }
            try expectEqual(ready, [kept], "The ready set changed.")
        },
        ConformanceCase("concurrency: transactions run one after the other, each sees all earlier ones") { driver in
            let name = try await leaseOne(driver).name
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await raiseProgress(driver, name) }
                }
                try await group.waitForAll()
            }
            let record = try await driver.record(name)
            try expectEqual(record.progressPercent, 50, "An update was lost.")
            try expectEqual(record.revision, 52, "A revision was lost or given twice.")
        },
        ConformanceCase("concurrency: every ready operation is leased exactly once") { driver in
            for number in 0..<40 { try await driver.start("n\(number)") }
            let leased = try await withThrowingTaskGroup(of: [OperationRecord].self) { group in
                for _ in 0..<30 { group.addTask { try await driver.lease(limit: 2) } }
                return try await group.reduce(into: []) { $0 += $1.map(\.name.text) }
            }
            try expectEqual(leased.count, 40, "Another number was leased.")
            try expectEqual(Set(leased).count, 40, "An operation was leased twice.")
        },
        ConformanceCase("concurrency: reads never see part of a transaction") { driver in
            let names = try ["a", "b"].map { try OperationName("operations/\($0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<20 {
                        try await driver.store.transact { transaction in
                            try transaction.write(try names.map { try newOperation($0, at: transaction.now) })
                        }
                        try await driver.store.transact { try removeAll(names, $0) }
                    }
                }
                group.addTask {
                    let query = ListQuery(scope: .subtree(.root), limit: 9)
                    for _ in 0..<60 {
                        let count = try await driver.store.list(query).records.count
                        try expect(count == 0 || count == 2, "A read saw \(count) of 2 records.")
                    }
                }
                try await group.waitForAll()
            }
        },
        ConformanceCase("concurrency: a read that begins after a transaction returned sees it") { driver in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<30 {
                    group.addTask {
                        let record = try await driver.start("n\(number)")
                        try expectEqual(try await driver.record(record.name), record, "A committed record is missing.")
                    }
                }
                try await group.waitForAll()
            }
        },
        ConformanceCase("concurrency: a transaction is carried through although the task is cancelled") { driver in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await driver.start("a")
            }
            let record = try await task.value
            try expectEqual(try await driver.record(record.name), record, "The transaction was dropped.")
        },
    ]

    private static func raiseProgress(_ driver: StoreDriver, _ name: OperationName) async throws {
        try await driver.store.transact { transaction in
            let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
            let beat = Heartbeat(
                token: record.lease?.token ?? "", progressPercent: (record.progressPercent ?? 0) + 1)
            try transaction.write([try Lifecycle.apply(.heartbeat(beat), to: record, at: transaction.now)])
        }
    }

    /// Removes the records and purges their tombstones.
    private static func removeAll(_ names: [OperationName], _ transaction: any StoreTransaction) throws {
        let found = try transaction.lookup(Set(names))
        let transitions = try names.map { name in
            let record = try (found[name] ?? .unknown).record(named: name)
            return try Lifecycle.apply(.delete(tombstoneRetention: .zero), to: record, at: transaction.now)
        }
        try transaction.write(transitions)
        try expectEqual(try transaction.purgeTombstones(limit: 9), names.count, "Not every tombstone was purged.")
    }
}
