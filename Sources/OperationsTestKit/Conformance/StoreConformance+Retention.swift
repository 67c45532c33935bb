import OperationsCore

extension StoreConformance {
    static let retention: [ConformanceCase] = [
        ConformanceCase("retention: finished operations expire when their time has come, the earliest first") {
            driver in
            for (id, seconds) in [("third", 3), ("first", 1), ("second", 2)] {
                try await finish(id, keptFor: .seconds(seconds), driver)
            }
            try await driver.start("unfinished", deadline: driver.time.now + .seconds(1))
            try await expectExpired(driver, [])
            driver.time.advance(by: .seconds(1))
            try await expectExpired(driver, ["first"])
            driver.time.advance(by: .seconds(9))
            try await expectExpired(driver, ["first", "second", "third"])
            try await expectExpired(driver, ["first", "second"], limit: 2)
            let due = try await driver.inspect { try $0.due(limit: 9) }
            try expectEqual(due.map { String($0.name.id) }, ["unfinished"], "Expiry delays what is due.")
            try expectEqual(try await driver.sweep(), 4, "Another number was due.")
            try await expectExpired(driver, [])
        },
        ConformanceCase("retention: what expires ends before the record that would exceed the bytes, and holds one") {
            driver in
            let payload = Samples.payload(String(repeating: "x", count: 10_000))
            for index in 0..<4 {
                try await finish("n\(index)", keptFor: .seconds(index + 1), request: payload, driver)
            }
            driver.time.advance(by: .seconds(9))
            try await expectExpired(driver, ["n0"], bytes: 1)
            try await expectExpired(driver, ["n0", "n1"], bytes: 25_000)
            try await expectExpired(driver, ["n0", "n1", "n2", "n3"], bytes: .max)
        },
        ConformanceCase("retention: an expired operation leaves a tombstone that says so, then nothing") { driver in
            let name = try await finish("a", keptFor: .seconds(10), request: Samples.payload(), driver)
            driver.time.advance(by: .seconds(10))
            try await driver.sweep()
            let found = try await driver.store.lookup(name)
            guard case .gone(let tombstone) = found, tombstone.cause == .expired else {
                throw ConformanceFailure(description: "An expired operation is found as \(found).")
            }
            try await expectNextExpiry(driver, tombstone.purgeTime)
            driver.time.advance(by: driver.tombstoneRetention)
            try expectEqual(try await driver.sweep(), 1, "The tombstone was not purged.")
            try expectEqual(try await driver.store.lookup(name), .unknown, "Something remained.")
            try await expectNextExpiry(driver, nil)
        },
        ConformanceCase("retention: tombstones go when their time is over, not before, and as many as asked") {
            driver in
            for (index, seconds) in [30, 10, 20, 40].enumerated() {
                let name = try await driver.start("n\(index)").name
                try await driver.apply(.delete(tombstoneRetention: .seconds(seconds)), to: name)
            }
            try await expectPurged(driver, 0)
            driver.time.advance(by: .seconds(30))
            try await expectPurged(driver, 2, limit: 2)
            let third = try await driver.store.lookup(try OperationName("operations/n0"))
            try expect(third != .unknown, "The youngest was purged first.")
            try await expectPurged(driver, 1)
            try await expectPurged(driver, 0)
        },
        ConformanceCase("retention: the next expiry is the earliest of all finished operations and tombstones") {
            driver in
            let now = driver.time.now
            try await driver.start("unfinished", deadline: now + .seconds(1))
            try await expectNextExpiry(driver, nil)
            let a = try await finish("a", keptFor: .seconds(50), driver)
            try await expectNextExpiry(driver, now + .seconds(50))
            let b = try await finish("b", keptFor: .seconds(20), driver)
            try await expectNextExpiry(driver, now + .seconds(20))
            try await driver.apply(.delete(tombstoneRetention: .seconds(40)), to: b)
            try await expectNextExpiry(driver, now + .seconds(40))
            try await driver.apply(.delete(tombstoneRetention: .seconds(10)), to: a)
            try await expectNextExpiry(driver, now + .seconds(10))
        },
    ]

    @discardableResult
    private static func finish(
        _ id: String, keptFor span: Duration, request: Payload? = nil, _ driver: StoreDriver
    ) async throws -> OperationName {
        var start = StartRequest(operationID: id, request: request)
        start.timeToLive = span
        let name = try await driver.start(start).name
        try await driver.apply(.cancel(gracePeriod: .zero), to: name)
        return name
    }

    private static func expectExpired(
        _ driver: StoreDriver, _ ids: [String], limit: Int = 9, bytes: Int = Limits.sweepByteSize
    ) async throws {
        let expired = try await driver.inspect { try $0.expired(limit: limit, byteLimit: bytes) }
        try expectEqual(expired.map { String($0.name.id) }, ids, "Other records expire.")
        for record in expired {
            try expectEqual(try await driver.record(record.name), record, "An expired record is not what is stored.")
        }
    }

    private static func expectPurged(_ driver: StoreDriver, _ count: Int, limit: Int = 9) async throws {
        let purged = try await driver.inspect { try $0.purgeTombstones(limit: limit) }
        try expectEqual(purged, count, "Another number of tombstones went.")
    }

    private static func expectNextExpiry(_ driver: StoreDriver, _ time: Timestamp?) async throws {
        try expectEqual(try await driver.inspect { try $0.nextExpiry() }, time, "The next expiry is another.")
    }
}
