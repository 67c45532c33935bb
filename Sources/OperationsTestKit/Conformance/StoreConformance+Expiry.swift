import OperationsCore

extension StoreConformance {
    static let expiry: [ConformanceCase] = [
        ConformanceCase("expiry: records are due when their time has come, the earliest first") { driver in
            let now = driver.time.now
            try await driver.start("third", scheduleTime: now + .seconds(3))
            try await driver.start("first", deadline: now + .seconds(1))
            try await driver.start("second", scheduleTime: now + .seconds(2))
            try await driver.start("never")
            try await expectDue(driver, [])
            driver.time.advance(by: .seconds(1))
            try await expectDue(driver, ["first"])
            driver.time.advance(by: .seconds(9))
            try await expectDue(driver, ["first", "second", "third"])
            try await expectDue(driver, ["first", "second"], limit: 2)
            try expectEqual(try await driver.sweep(), 3, "Another number was due.")
            try await expectDue(driver, [])
        },
        ConformanceCase("expiry: a scheduled operation joins the ready set, unseen by the feed") { driver in
            let record = try await driver.start("a", scheduleTime: driver.time.now + .seconds(1))
            let feed = try await driver.store.changes(after: 0, limit: 9).map(\.position)
            driver.time.advance(by: .seconds(1))
            try await driver.sweep()
            var expected = record
            expected.isReady = true
            try expectEqual(try await driver.record(record.name), expected, "More than the ready set changed.")
            let ready = try await driver.inspect { try $0.ready(LeaseSelector(), limit: 9) }
            try expectEqual(ready, [expected], "The operation is not in the ready set.")
            let after = try await driver.store.changes(after: 0, limit: 9).map(\.position)
            try expectEqual(after, feed, "Joining the ready set entered the feed.")
        },
        ConformanceCase("expiry: a lost lease is tried again, and ends when no attempts are left") { driver in
            try await driver.start("a", retryPolicy: RetryPolicy(maxAttempts: 2, initialBackoff: .zero))
            for attempt in 1...2 {
                try expectEqual(try await driver.lease().first?.attempt, Int32(attempt), "The attempt is another.")
                driver.time.advance(by: .seconds(30))
                try await driver.sweep()
            }
            let record = try await driver.record(try OperationName("operations/a"))
            try expectEqual(record.state, .failed, "The operation did not end.")
            try expectEqual(failure(of: record)?.reason, .leaseExpired, "The error has another reason.")
        },
        ConformanceCase("expiry: the next due time is the earliest of all unfinished operations") { driver in
            let now = driver.time.now
            try await expectNextDue(driver, nil)
            try await driver.start("idle")
            try await expectNextDue(driver, nil)
            let a = try await driver.start("a", deadline: now + .seconds(50)).name
            try await expectNextDue(driver, now + .seconds(50))
            let b = try await driver.start("b", scheduleTime: now + .seconds(20)).name
            try await expectNextDue(driver, now + .seconds(20))
            try await driver.apply(.delete(tombstoneRetention: .seconds(5)), to: b)
            try await expectNextDue(driver, now + .seconds(50))
            try await driver.apply(.cancel(gracePeriod: .zero), to: a)
            try await expectNextDue(driver, nil)
        },
        ConformanceCase("expiry: what is due ends before the record that would exceed the bytes, and holds one") {
            driver in
            let payload = Samples.payload(String(repeating: "x", count: 10_000))
            for index in 0..<4 {
                try await driver.start("n\(index)", request: payload, deadline: driver.time.now + .seconds(index + 1))
            }
            driver.time.advance(by: .seconds(9))
            for (bytes, ids) in [(1, ["n0"]), (25_000, ["n0", "n1"]), (.max, ["n0", "n1", "n2", "n3"])] {
                let due = try await driver.inspect { try $0.due(limit: 9, byteLimit: bytes) }
                try expectEqual(due.map { String($0.name.id) }, ids, "Other records fit into \(bytes) bytes.")
                try expectEqual(due.first?.request, payload, "A due record has lost its request.")
            }
        },
    ]

    private static func expectDue(_ driver: StoreDriver, _ ids: [String], limit: Int = 9) async throws {
        let due = try await driver.inspect { try $0.due(limit: limit) }
        try expectEqual(due.map { String($0.name.id) }, ids, "Other records are due.")
    }

    private static func expectNextDue(_ driver: StoreDriver, _ time: Timestamp?) async throws {
        try expectEqual(try await driver.inspect { try $0.nextDueTime() }, time, "The next due time is another.")
    }

    private static func failure(of record: OperationRecord) -> Status? {
        if case .error(let status) = record.result { status } else { nil }
    }
}
