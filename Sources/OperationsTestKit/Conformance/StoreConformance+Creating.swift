import OperationsCore

extension StoreConformance {
    static let creating: [ConformanceCase] = [
        ConformanceCase("create: a started operation is found with every field as it was") { driver in
            let request = try Samples.fullStart(at: driver.time.now)
            let started = try await driver.start(request, digest: ContentDigest(bytes: [1, 2, 3]))
            try expectEqual(try await driver.record(started.name), started, "A record changed on its way.")
        },
        ConformanceCase("create: a record keeps every field through its whole life") { driver in
            try await liveThrough(driver)
        },
        ConformanceCase("create: a write may start many operations, in order") { driver in
            let names = try (0..<20).map { try OperationName("operations/n\(19 - $0)") }
            try await driver.store.transact { transaction in
                try transaction.write(names.map { try newOperation($0, at: transaction.now) })
            }
            let ready = try await driver.inspect { try $0.ready(LeaseSelector(), limit: 100) }
            try expectEqual(ready.map(\.name), names, "Equal operations are not in the order of their creation.")
        },
        ConformanceCase("create: a new name must be free of a record") { driver in
            let record = try await driver.start("a")
            try await expectConflict(driver, record.name) { transaction in
                try transaction.write([try newOperation(record.name, at: transaction.now)])
            }
        },
        ConformanceCase("create: a new name must be free of a tombstone") { driver in
            let record = try await driver.start("a")
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: record.name)
            try await expectConflict(driver, record.name) { transaction in
                try transaction.write([try newOperation(record.name, at: transaction.now)])
            }
        },
        ConformanceCase("create: the before of a transition must be what is stored") { driver in
            let old = try await driver.start("a")
            try await driver.apply(.cancel(gracePeriod: .zero), to: old.name)
            try await expectConflict(driver, old.name) { transaction in
                try transaction.write([try Lifecycle.apply(.cancel(gracePeriod: .zero), to: old, at: transaction.now)])
            }
            try expectEqual(try await driver.record(old.name).revision, 2, "A stale transition was written.")
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: old.name)
            try await expectConflict(driver, old.name) { transaction in
                try transaction.write([try Lifecycle.apply(.cancel(gracePeriod: .zero), to: old, at: transaction.now)])
            }
        },
        ConformanceCase("create: an identity transition writes nothing") { driver in
            let record = try await driver.start("a")
            let before = try await driver.store.changes(after: 0, limit: 10)
            try await driver.store.transact { try $0.write([Transition(before: record, after: record)]) }
            try expectEqual(try await driver.store.changes(after: 0, limit: 10), before, "The feed grew.")
        },
    ]

    static func newOperation(_ name: OperationName, at now: Timestamp) throws -> Transition {
        try Lifecycle.start(StartRequest(), as: name, digest: nil, defaultTimeToLive: .seconds(60), at: now)
    }

    /// A conflict loses the whole transaction, also when the body goes on.
    static func expectConflict(
        _ driver: StoreDriver, _ name: OperationName, _ body: @escaping @Sendable (any StoreTransaction) throws -> Void
    ) async throws {
        let other = try OperationName("operations/other")
        let conflict = try await expectThrows(StoreConflict.self, "The transition was written.") {
            try await driver.store.transact { transaction in
                try transaction.write([try newOperation(other, at: transaction.now)])
                try? body(transaction)
            }
        }
        try expectEqual(conflict.name, name, "The conflict names another operation.")
        try expectEqual(try await driver.store.lookup(other), .unknown, "Part of the transaction remained.")
    }

    /// Changes every field that can change, and compares the stored record after each step.
    private static func liveThrough(_ driver: StoreDriver) async throws {
        let name = try await driver.start(try Samples.fullStart(at: driver.time.now), digest: nil).name
        driver.time.advance(by: .seconds(6))
        try await driver.sweep()
        var token = "\(name)#1"
        let steps: [Command] = [
            .lease(LeaseGrant(token: token, workerID: "wörker", duration: .seconds(1))),
            .heartbeat(
                Heartbeat(
                    token: token, duration: .milliseconds(1_001), metadata: Samples.payload("meta"),
                    progressPercent: 41, statusMessage: "un\u{0}usual")),
            .heartbeat(Heartbeat(token: token, metadata: Samples.json(""))),
            .heartbeat(Heartbeat(token: token, progressPercent: 41, statusMessage: "un\u{0}usual")),
            .fail(Samples.failure(token: token, details: [Samples.payload(""), Samples.json("[1]")])),
        ]
        for command in steps { try await applyAndCompare(command, name, driver) }
        driver.time.advance(by: .seconds(2))
        try await driver.sweep()
        token = "\(name)#2"
        let grant = LeaseGrant(token: token, workerID: "", duration: .seconds(1))
        try await applyAndCompare(.lease(grant), name, driver)
        try await applyAndCompare(.cancel(gracePeriod: .seconds(5)), name, driver)
        try await applyAndCompare(
            .fail(Samples.failure(token: token, code: .internal, retryable: false, details: [Samples.payload("x")])),
            name, driver)
    }

    private static func applyAndCompare(_ command: Command, _ name: OperationName, _ driver: StoreDriver) async throws {
        let written = try await driver.apply(command, to: name)
        try expectEqual(try await driver.record(name), written, "After \(command) the stored record differs.")
    }
}
