import OperationsCore

extension StoreConformance {
    static let reading: [ConformanceCase] = [
        ConformanceCase("read: lookup answers the record of that name, its tombstone, or nothing") { driver in
            let live = try await driver.start("live")
            let gone = try await driver.start("gone").name
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: gone)
            let unknown = try OperationName("operations/never")
            let names: [OperationName] = [live.name, gone, unknown]
            let inside = try await driver.inspect { try $0.lookup(Set(names)) }
            for name in names {
                let found = try await driver.store.lookup(name)
                try expectEqual(inside[name], found, "The answers inside and outside a transaction differ.")
            }
            try expectEqual(inside[live.name], .live(live), "The record was not found.")
            let now = driver.time.now
            let tombstone = Tombstone(
                name: gone, cause: .deleted, removeTime: now, purgeTime: now + .seconds(60), requestID: nil)
            try expectEqual(inside[gone], .gone(tombstone), "The tombstone was not found.")
            try expectEqual(inside[unknown], .unknown, "Something was found that never was.")
        },
        ConformanceCase("read: names are compared byte by byte") { driver in
            let name = try await driver.start("a", parent: "projects/P").name
            let other = try OperationName("projects/p/operations/a")
            try expectEqual(try await driver.store.lookup(other), .unknown, "Upper and lower case were the same.")
            try await driver.start("a", parent: "projects/p")
            try expectEqual(try await driver.record(name).name, name, "Another name was found.")
        },
        ConformanceCase("read: history is answered oldest first, from behind a revision, up to a limit") { driver in
            let name = try await driver.start("a").name
            let leased = try await driver.lease()
            try expectEqual(leased.map(\.name), [name], "The operation was not leased.")
            try await driver.apply(.heartbeat(Heartbeat(token: "\(name)#1", progressPercent: 5)), to: name)
            try await driver.apply(.cancel(gracePeriod: .seconds(1)), to: name)
            try await driver.complete(try await driver.record(name))
            let all = try await driver.store.history(of: name, after: 0, limit: 100)
            try expectEqual(
                all.map(\.kind), [.started, .leased, .cancelRequested, .succeeded], "The history has other lines.")
            try expectEqual(all.map(\.revision), [1, 2, 4, 5], "The revisions are other ones.")
            let part = try await driver.store.history(of: name, after: 2, limit: 1)
            try expectEqual(part, Array(all[2...2]), "A page of the history differs.")
            let none = try await driver.store.history(of: name, after: 0, limit: 0)
            try expectEqual(none, [], "A page of nothing holds something.")
        },
        ConformanceCase("read: a line of history keeps every field") { driver in
            let name = try await driver.start("a").name
            _ = try await driver.lease()
            let details = [Samples.payload("d"), Samples.json("{}")]
            let failure = Samples.failure(token: "\(name)#1", details: details)
            try await driver.apply(.fail(failure), to: name)
            let lines = try await driver.store.history(of: name, after: 2, limit: 10)
            let expected = HistoryEntry(
                revision: 3, time: driver.time.now, kind: .retryScheduled, from: .running, to: .pending, attempt: 1,
                actor: "worker/worker", error: failure.error)
            try expectEqual(lines, [expected], "The line changed on its way.")
        },
        ConformanceCase("read: an operation that does not exist has no history") { driver in
            let name = try await driver.start("a").name
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: name)
            try expectEqual(try await driver.store.history(of: name, after: 0, limit: 9), [], "History outlived it.")
            let never = try OperationName("operations/never")
            try expectEqual(try await driver.store.history(of: never, after: 0, limit: 9), [], "History of nothing.")
        },
        ConformanceCase("read: the secret has 32 bytes and stays the same") { driver in
            let secret = try await driver.store.secret()
            try expectEqual(secret.count, 32, "The secret has another length.")
            try await driver.start("a")
            try expectEqual(try await driver.store.secret(), secret, "The secret changed.")
            try expect(Set(secret).count > 4, "The secret is not random.")
        },
        ConformanceCase("read: a store that takes writes has no fault") { driver in
            try await driver.start("a")
            try expectEqual(driver.store.fault, nil, "A sound store reports a fault.")
        },
        ConformanceCase("read: now is the store's time, the same throughout a transaction") { driver in
            let time = driver.time
            let (first, second) = try await driver.inspect { transaction in
                let first = transaction.now
                time.advance(by: .seconds(1))
                return (first, transaction.now)
            }
            try expectEqual(first, second, "Time went on inside a transaction.")
            try expectEqual(try await driver.inspect { $0.now }, time.now, "The next transaction has another time.")
        },
    ]
}
