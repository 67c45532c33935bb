import OperationsCore

extension StoreConformance {
    static let cancelling: [ConformanceCase] = [
        ConformanceCase("cancel: a pending operation leaves the ready set") { driver in
            let name = try await driver.start("a", request: Samples.payload()).name
            let written = try await driver.apply(.cancel(gracePeriod: .seconds(9)), to: name)
            try expectEqual(try await driver.record(name), written, "The record changed on its way.")
            try expectEqual(written?.state, .cancelled, "The operation is not cancelled.")
            let ready = try await driver.inspect { try $0.ready(LeaseSelector(), limit: 9) }
            try expectEqual(ready, [], "A cancelled operation can be leased.")
        },
        ConformanceCase("cancel: a request to cancel is kept, and due after the grace period") { driver in
            let record = try await leaseOne(driver)
            let written = try await driver.apply(.cancel(gracePeriod: .seconds(9)), to: record.name)
            try expectEqual(try await driver.record(record.name), written, "The request was not stored.")
            let next = try await driver.inspect { try $0.nextDueTime() }
            try expectEqual(next, driver.time.now + .seconds(9), "The grace period is not the next due time.")
            driver.time.advance(by: .seconds(9))
            try await driver.sweep()
            try expectEqual(try await driver.record(record.name).state, .cancelled, "The grace period did not end it.")
        },
    ]

    static let deleting: [ConformanceCase] = [
        ConformanceCase("delete: the operation is gone and a tombstone stands") { driver in
            let record = try await leaseOne(driver, request: Samples.payload())
            driver.time.advance(by: .seconds(5))
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: record.name)
            let now = driver.time.now
            let tombstone = Tombstone(
                name: record.name, cause: .deleted, removeTime: now, purgeTime: now + .seconds(60), requestID: nil)
            try expectEqual(try await driver.store.lookup(record.name), .gone(tombstone), "The tombstone differs.")
            let next = try await driver.inspect { try $0.nextDueTime() }
            try expectEqual(next, nil, "The lease of a deleted operation still runs out.")
        },
        ConformanceCase("delete: a name used again after the purge has nothing of its past") { driver in
            var request = try Samples.fullStart("a", at: driver.time.now)
            let old = try await driver.start(request, digest: ContentDigest(bytes: [1]))
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: old.name)
            driver.time.advance(by: .seconds(60))
            try await driver.sweep()
            try expectEqual(try await driver.store.lookup(old.name), .unknown, "The tombstone was not purged.")
            request.metadata = nil
            request.scheduleTime = nil
            let new = try await driver.start(request, digest: ContentDigest(bytes: [2]))
            try expectEqual(try await driver.record(old.name), new, "The new record is mixed with the old.")
            let lines = try await driver.store.history(of: old.name, after: 0, limit: 9)
            try expectEqual(lines.map(\.kind), [.started], "The history is mixed with the old.")
        },
    ]
}
