import OperationsCore

/// Policies, of operations and of parents.
extension StoreConformance {
    static let policies: [ConformanceCase] = [
        ConformanceCase("policies: each is kept as it was put, the last of each resource") { driver in
            let resources = ["projects/p", "operations/a", "projects/p/operations/a"]
            for (number, resource) in resources.enumerated() {
                try await driver.store.transact { try $0.put(Samples.policy(9), of: resource) }
                try await driver.store.transact { try $0.put(Samples.policy(number), of: resource) }
            }
            try await driver.store.transact { try $0.put(Policy(), of: "projects/empty") }
            for (number, resource) in resources.enumerated() {
                try await expectPolicy(Samples.policy(number), of: resource, driver)
            }
            try await expectPolicy(Policy(), of: "projects/empty", driver)
            try await expectPolicy(nil, of: "projects", driver)
        },
        ConformanceCase("policies: a transaction sees what it put and what it removed") { driver in
            let found = try await driver.store.transact { transaction in
                try transaction.put(Samples.policy(1), of: "projects/p")
                let put = try transaction.policy(of: "projects/p")
                try transaction.removePolicy(of: "projects/p")
                try transaction.removePolicy(of: "projects/p")
                return [put, try transaction.policy(of: "projects/p")]
            }
            try expectEqual(found, [Samples.policy(1), nil], "A transaction sees other policies.")
            try await expectPolicy(nil, of: "projects/p", driver)
        },
        ConformanceCase("policies: nothing of a failed transaction remains") { driver in
            let name = try await driver.start("a").name
            try await driver.store.transact { try $0.put(Samples.policy(1), of: name.text) }
            try await driver.store.transact { try $0.put(Samples.policy(2), of: "projects/p") }
            struct Abort: Error {}
            do {
                try await driver.store.transact { transaction in
                    try transaction.put(Samples.policy(3), of: "projects/q")
                    try transaction.put(Samples.policy(3), of: "projects/p")
                    let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
                    let deletion = Command.delete(tombstoneRetention: .zero)
                    try transaction.write([try Lifecycle.apply(deletion, to: record, at: transaction.now)])
                    throw Abort()
                }
            } catch is Abort {}
            try await expectPolicy(Samples.policy(1), of: name.text, driver)
            try await expectPolicy(Samples.policy(2), of: "projects/p", driver)
            try await expectPolicy(nil, of: "projects/q", driver)
        },
        ConformanceCase("policies: the one of a deleted operation goes with it, and no other") { driver in
            let name = try await driver.start("a", parent: "projects/p").name
            let others = ["projects/p", "operations/a", "projects/p/operations/ab", "projects/p/operations/a/jobs/j"]
            for resource in others + [name.text] {
                try await driver.store.transact { try $0.put(Samples.policy(1), of: resource) }
            }
            try await driver.apply(.cancel(gracePeriod: .zero), to: name)
            try await expectPolicy(Samples.policy(1), of: name.text, driver)
            try await driver.apply(.delete(tombstoneRetention: .zero), to: name)
            try await expectPolicy(nil, of: name.text, driver)
            for resource in others { try await expectPolicy(Samples.policy(1), of: resource, driver) }
            try await driver.sweep()
            try await driver.start("a", parent: "projects/p")
            try await expectPolicy(nil, of: name.text, driver)
        },
        ConformanceCase("policies: the one of an expired operation goes with it") { driver in
            var start = StartRequest(operationID: "a")
            start.timeToLive = .seconds(5)
            let name = try await driver.start(start).name
            try await driver.store.transact { try $0.put(Samples.policy(1), of: name.text) }
            try await driver.apply(.cancel(gracePeriod: .zero), to: name)
            driver.time.advance(by: .seconds(4))
            try await driver.sweep()
            try await expectPolicy(Samples.policy(1), of: name.text, driver)
            driver.time.advance(by: .seconds(1))
            try await driver.sweep()
            try await expectPolicy(nil, of: name.text, driver)
        },
        ConformanceCase("policies: one that is put and whose operation goes in the same transaction is gone") {
            driver in
            let name = try await driver.start("a").name
            try await driver.store.transact { transaction in
                try transaction.put(Samples.policy(1), of: name.text)
                let record = try (transaction.lookup([name])[name] ?? .unknown).record(named: name)
                let deletion = Command.delete(tombstoneRetention: .zero)
                try transaction.write([try Lifecycle.apply(deletion, to: record, at: transaction.now)])
            }
            try await expectPolicy(nil, of: name.text, driver)
        },
    ]

    private static func expectPolicy(
        _ policy: Policy?, of resource: String, _ driver: StoreDriver
    ) async throws {
        try expectEqual(try await driver.store.policy(of: resource), policy, "'\(resource)' has another policy.")
        let within = try await driver.inspect { try $0.policy(of: resource) }
        try expectEqual(within, policy, "A transaction sees another policy of '\(resource)'.")
    }
}
