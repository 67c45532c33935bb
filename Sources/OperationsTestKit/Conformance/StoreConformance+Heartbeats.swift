import OperationsCore

extension StoreConformance {
    static let heartbeats: [ConformanceCase] = [
        ConformanceCase("heartbeat: a bare extension changes the lease, and neither revision nor feed") { driver in
            let record = try await leaseOne(driver)
            let feed = try await driver.store.changes(after: 0, limit: 10).map(\.position)
            driver.time.advance(by: .seconds(20))
            try await driver.apply(.heartbeat(Heartbeat(token: record.lease?.token ?? "")), to: record.name)
            var expected = record
            expected.lease?.expireTime = driver.time.now + .seconds(30)
            try expectEqual(try await driver.record(record.name), expected, "More than the lease changed.")
            let after = try await driver.store.changes(after: 0, limit: 10)
            try expectEqual(after.map(\.position), feed, "A bare extension entered the feed.")
            try expectEqual(after.map(\.record), [expected], "The feed shows an old record.")
        },
        ConformanceCase("heartbeat: an extended lease is due later") { driver in
            let record = try await leaseOne(driver)
            driver.time.advance(by: .seconds(20))
            try await driver.apply(.heartbeat(Heartbeat(token: record.lease?.token ?? "")), to: record.name)
            driver.time.advance(by: .seconds(29))
            try expectEqual(try await driver.inspect { try $0.due(limit: 9) }, [], "The old lease still runs out.")
            driver.time.advance(by: .seconds(1))
            try expectEqual(try await driver.inspect { try $0.due(limit: 9).count }, 1, "The lease never runs out.")
        },
        ConformanceCase("heartbeat: a report is stored, and raises revision and feed position") { driver in
            let record = try await leaseOne(driver)
            let position = try await driver.store.changes(after: 0, limit: 10).last?.position ?? 0
            let beat = Heartbeat(
                token: record.lease?.token ?? "", metadata: Samples.payload("half"), progressPercent: 50,
                statusMessage: "half-way")
            let written = try await driver.apply(.heartbeat(beat), to: record.name)
            let stored = try await driver.record(record.name)
            try expectEqual(stored, written, "The report was not stored.")
            try expectEqual(stored.revision, record.revision + 1, "The revision did not grow by one.")
            let changes = try await driver.store.changes(after: position, limit: 10)
            try expectEqual(changes.map(\.record), [stored], "The report is not in the feed.")
        },
        ConformanceCase("heartbeat: several in one transaction each see the one before") { driver in
            let record = try await leaseOne(driver)
            let token = record.lease?.token ?? ""
            try await driver.store.transact { transaction in
                var current = record
                for percent in [10, 20, 30] as [Int32] {
                    let beat = Heartbeat(token: token, progressPercent: percent)
                    let transition = try Lifecycle.apply(.heartbeat(beat), to: current, at: transaction.now)
                    try transaction.write([transition])
                    current = transition.after ?? current
                    let seen = try transaction.lookup([record.name])[record.name]
                    try expectEqual(seen, .live(current), "A transaction does not see its own write.")
                }
            }
            try expectEqual(try await driver.record(record.name).progressPercent, 30, "The last report is not stored.")
        },
    ]

    static func leaseOne(_ driver: StoreDriver, request: Payload? = nil) async throws -> OperationRecord {
        try await driver.start("a", request: request)
        guard let record = try await driver.lease().first else {
            throw ConformanceFailure(description: "A ready operation was not found.")
        }
        return record
    }
}
