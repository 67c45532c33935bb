import OperationsCore

extension StoreConformance {
    static let leasing: [ConformanceCase] = [
        ConformanceCase("lease: higher priority first, then those ready earlier, then by creation") { driver in
            let now = driver.time.now
            try await driver.start("later", scheduleTime: now + .seconds(1))
            try await driver.start("first-low", priority: -1)
            try await driver.start("z-early")
            try await driver.start("a-early")
            try await driver.start("high", priority: 9, scheduleTime: now + .seconds(2))
            driver.time.advance(by: .seconds(3))
            try await driver.sweep()
            try await expectReady(driver, LeaseSelector(), ["high", "z-early", "a-early", "later", "first-low"])
        },
        ConformanceCase("lease: the limit cuts the order") { driver in
            for number in 0..<5 { try await driver.start("n\(number)", priority: Int32(number)) }
            try await expectReady(driver, LeaseSelector(), ["n4", "n3"], limit: 2)
            try await expectReady(driver, LeaseSelector(queues: ["default"]), ["n4", "n3"], limit: 2)
            try await expectReady(driver, LeaseSelector(), [], limit: 0)
        },
        ConformanceCase("lease: what is found ends before the record that would exceed the bytes, and holds one") {
            driver in
            let payload = Samples.payload(String(repeating: "x", count: 10_000))
            var names: [OperationName] = []
            for number in 0..<4 { names.append(try await driver.start("n\(number)", request: payload).name) }
            let selectors = [LeaseSelector(), LeaseSelector(queues: ["default"]), LeaseSelector(names: Set(names))]
            for selector in selectors {
                try await expectReady(driver, selector, ["n0"], bytes: 1, leftover: "n1")
                try await expectReady(driver, selector, ["n0", "n1"], bytes: 25_000, leftover: "n2")
                try await expectReady(driver, selector, ["n0", "n1", "n2", "n3"], bytes: .max, leftover: nil)
            }
        },
        ConformanceCase("lease: only members of the ready set are found") { driver in
            try await driver.start("scheduled", scheduleTime: driver.time.now + .seconds(9))
            let leased = try await driver.start("leased").name
            _ = try await driver.lease(names: [leased])
            let finished = try await driver.start("finished").name
            try await driver.apply(.cancel(gracePeriod: .zero), to: finished)
            let deleted = try await driver.start("deleted").name
            try await driver.apply(.delete(tombstoneRetention: .seconds(9)), to: deleted)
            try await expectReady(driver, LeaseSelector(), [])
            try await expectReady(driver, LeaseSelector(names: [leased, finished, deleted]), [])
        },
        ConformanceCase("lease: queues are chosen by name, none means any, several are merged in order") { driver in
            try await driver.start("a", queue: "one", priority: 1)
            try await driver.start("b", queue: "two", priority: 3)
            try await driver.start("c", queue: "three", priority: 2)
            try await driver.start("d", queue: "one", priority: 2)
            try await expectReady(driver, LeaseSelector(queues: ["one"]), ["d", "a"])
            try await expectReady(driver, LeaseSelector(queues: ["one", "two"]), ["b", "d", "a"])
            try await expectReady(driver, LeaseSelector(queues: ["one", "two", "three"]), ["b", "c"], limit: 2)
            try await expectReady(driver, LeaseSelector(), ["b", "c", "d", "a"])
            try await expectReady(driver, LeaseSelector(queues: ["none"]), [])
        },
        ConformanceCase("lease: names are chosen from any queue") { driver in
            var names: [OperationName] = []
            for number in 0..<4 {
                names.append(try await driver.start("n\(number)", queue: "q\(number % 2)").name)
            }
            let never = try OperationName("operations/never")
            try await expectReady(driver, LeaseSelector(names: [names[3], names[0], never]), ["n0", "n3"])
            try await expectReady(driver, LeaseSelector(queues: ["q1"], names: [names[3], names[0]]), ["n3"])
            try await expectReady(driver, LeaseSelector(names: Set(names)), ["n0", "n1"], limit: 2)
        },
        ConformanceCase("lease: a scope holds its parent and all below it, by whole segments") { driver in
            try await driver.start("root")
            try await driver.start("own", parent: "projects/p")
            try await driver.start("below", parent: "projects/p/locations/l", queue: "other")
            try await driver.start("beside", parent: "projects/p2")
            let scope = try Parent("projects/p")
            try await expectReady(driver, LeaseSelector(scope: scope), ["own", "below"])
            try await expectReady(driver, LeaseSelector(scope: scope, queues: ["default"]), ["own"])
            let beside = try OperationName("projects/p2/operations/beside")
            try await expectReady(driver, LeaseSelector(scope: scope, names: [beside]), [])
            try await expectReady(driver, LeaseSelector(), ["root", "own", "below", "beside"])
        },
        ConformanceCase("lease: a leased operation leaves the ready set and is not given twice") { driver in
            for number in 0..<4 { try await driver.start("n\(number)") }
            let first = try await driver.lease(limit: 3)
            try expectEqual(first.map { String($0.name.id) }, ["n0", "n1", "n2"], "Others were leased.")
            let second = try await driver.lease(limit: 3)
            try expectEqual(second.map { String($0.name.id) }, ["n3"], "A lease was given twice.")
        },
        ConformanceCase("lease: a released operation is ready again behind those that waited longer") { driver in
            let first = try await driver.start("first").name
            try await driver.start("second")
            driver.time.advance(by: .seconds(1))
            _ = try await driver.lease(names: [first])
            try await driver.apply(
                .release(Release(token: "\(first)#1", digest: ContentDigest(bytes: [3]))), to: first)
            try await expectReady(driver, LeaseSelector(), ["second", "first"])
        },
    ]

    private static func expectReady(
        _ driver: StoreDriver, _ selector: LeaseSelector, _ ids: [String], limit: Int = 100
    ) async throws {
        let found = try await driver.inspect { try $0.ready(selector, limit: limit) }
        try expectEqual(found.map { String($0.name.id) }, ids, "The ready set, asked with \(selector), is another.")
    }

    private static func expectReady(
        _ driver: StoreDriver, _ selector: LeaseSelector, _ ids: [String], bytes: Int, leftover: String?
    ) async throws {
        let batch = try await driver.inspect { try $0.ready(selector, limit: 9, byteLimit: bytes) }
        try expectEqual(batch.records.map { String($0.name.id) }, ids, "Other records fit into \(bytes) bytes.")
        try expectEqual(batch.leftover.map { String($0.name.id) }, leftover, "Another one is left over.")
    }
}
