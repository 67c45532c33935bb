import OperationsCore

extension StoreConformance {
    static let feed: [ConformanceCase] = [
        ConformanceCase("feed: each operation is in it once, in the order of its last public change") { driver in
            let a = try await driver.start("a").name
            let b = try await driver.start("b").name
            let c = try await driver.start("c").name
            try await driver.apply(.cancel(gracePeriod: .zero), to: a)
            let changes = try await driver.store.changes(after: 0, limit: 9)
            try expectEqual(changes.map(\.name), [b, c, a], "The order is another.")
            try expectEqual(changes.last?.record?.state, .cancelled, "The record is not the latest.")
            let positions = changes.map(\.position)
            try expectEqual(positions, Array(Set(positions)).sorted(), "Positions do not grow.")
        },
        ConformanceCase("feed: it is read on from a position, up to a limit") { driver in
            for number in 0..<5 { try await driver.start("n\(number)") }
            var found: [String] = []
            var position: Int64 = 0
            while true {
                let page = try await driver.store.changes(after: position, limit: 2)
                guard let last = page.last else { break }
                try expect(page.count <= 2, "A page is longer than asked.")
                found += page.map { String($0.name.id) }
                position = last.position
            }
            try expectEqual(found, (0..<5).map { "n\($0)" }, "The pages together hold something else.")
            try expectEqual(try await driver.store.changes(after: .max, limit: 9), [], "Something lies behind the end.")
        },
        ConformanceCase("feed: a deleted or expired operation is in it without a record") { driver in
            let a = try await driver.start("a").name
            let b = try await driver.start("b")
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: a)
            let changes = try await driver.store.changes(after: 0, limit: 9)
            try expectEqual(changes.map(\.name), [b.name, a], "The order is another.")
            try expectEqual(changes.map(\.record), [b, nil], "The records are others.")
            try expectEqual(
                try await driver.store.changes(after: changes.first?.position ?? 0, limit: 1).map(\.name), [a],
                "The deletion is not behind the start.")
        },
        ConformanceCase("feed: a position is never given twice, also after a purge") { driver in
            let a = try await driver.start("a").name
            try await driver.apply(.delete(tombstoneRetention: .zero), to: a)
            let position = try await driver.store.changes(after: 0, limit: 9).last?.position ?? 0
            try await driver.sweep()
            try expectEqual(
                try await driver.store.changes(after: 0, limit: 9), [], "A purged tombstone is in the feed.")
            try await driver.start("b")
            let changes = try await driver.store.changes(after: position, limit: 9)
            try expectEqual(changes.count, 1, "A watcher at the old position misses the new change.")
        },
        ConformanceCase("feed: changes of one transaction are in the order in which they were written") { driver in
            let names = try ["c", "a", "b"].map { try OperationName("operations/\($0)") }
            try await driver.store.transact { transaction in
                try transaction.write(try names.map { try newOperation($0, at: transaction.now) })
            }
            try expectEqual(
                try await driver.store.changes(after: 0, limit: 9).map(\.name), names, "The order is another.")
        },
    ]
}
