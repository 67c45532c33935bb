import OperationsCore

extension StoreConformance {
    static let listing: [ConformanceCase] = [
        ConformanceCase("list: a page is ordered by name, byte by byte") { driver in
            for id in ["b", "a10", "a9", "a-1", "a_1", "a.1"] { try await driver.start(id) }
            let page = try await driver.store.list(try exactly("", limit: 10))
            let ids = page.records.map { String($0.name.id) }
            try expectEqual(ids, ["a-1", "a.1", "a10", "a9", "a_1", "b"], "The order is another one.")
            try expectEqual(page.next, nil, "The last page names a next one.")
        },
        ConformanceCase("list: pages join without gap or repetition") { driver in
            for number in 0..<7 { try await driver.start("n\(number)", parent: "projects/p") }
            try await driver.start("x", parent: "projects/p0")
            var found: [String] = []
            var query = try exactly("projects/p", limit: 3)
            var sizes: [Int] = []
            repeat {
                let page = try await driver.store.list(query)
                found += page.records.map { String($0.name.id) }
                sizes.append(page.records.count)
                query.after = page.next
            } while query.after != nil
            try expectEqual(found, (0..<7).map { "n\($0)" }, "The pages together hold something else.")
            try expectEqual(sizes, [3, 3, 1], "The pages have other sizes.")
        },
        ConformanceCase("list: an exact parent holds neither its children nor its neighbours") { driver in
            try await startEverywhere(driver)
            try await expectList(driver, try exactly("projects/p"), ["projects/p/operations/x"])
            try await expectList(driver, try exactly(""), ["operations/x"])
            try await expectList(driver, try exactly("projects/none"), [])
        },
        ConformanceCase("list: a subtree holds its parent and all below it, by whole segments") { driver in
            try await startEverywhere(driver)
            let query = ListQuery(scope: .subtree(try Parent("projects/p")), limit: 10)
            try await expectList(driver, query, ["projects/p/locations/l/operations/x", "projects/p/operations/x"])
            let all = ListQuery(scope: .subtree(.root), limit: 10)
            try await expectList(driver, all, try everywhere.map { "\(try Parent($0).namePrefix)x" }.sorted())
        },
        ConformanceCase("list: a wildcard stands for any one id") { driver in
            try await startEverywhere(driver)
            try await expectList(
                driver, try exactly("projects/-"), ["projects/p/operations/x", "projects/p2/operations/x"])
            try await expectList(driver, try exactly("projects/-/locations/l"), ["projects/p/locations/l/operations/x"])
        },
        ConformanceCase("list: a page ends early after looking at enough records") { driver in
            for number in 0..<5 { try await driver.start("n", parent: "projects/p\(number)/locations/l") }
            var query = try exactly("projects/-", limit: 10)
            query.effort = 3 * LookCost.name
            let page = try await driver.store.list(query)
            try expectEqual(page.records, [], "Something matched.")
            let last = page.next?.name.text
            try expectEqual(last, "projects/p2/locations/l/operations/n", "The page ends elsewhere.")
        },
        ConformanceCase("list: a page ends early at its size, and always holds one") { driver in
            for number in 0..<3 {
                try await driver.start("n\(number)", request: Samples.payload(String(repeating: "x", count: 5_000)))
            }
            var query = try exactly("", limit: 10)
            query.byteLimit = 12_000
            try expectEqual(try await driver.store.list(query).records.count, 2, "The page holds another number.")
            query.byteLimit = 1
            let page = try await driver.store.list(query)
            try expectEqual(page.records.map(\.name.text), ["operations/n0"], "The page holds something else.")
            try expectEqual(page.next?.name.text, "operations/n0", "The page ends elsewhere.")
        },
        ConformanceCase("list: a page may begin behind a name that does not exist") { driver in
            for id in ["a", "c"] { try await driver.start(id) }
            var query = try exactly("")
            query.after = ListCursor(name: try OperationName("operations/b"))
            try await expectList(driver, query, ["operations/c"])
            query.after = ListCursor(name: try OperationName("a/b/operations/b"))
            try await expectList(driver, query, ["operations/a", "operations/c"])
        },
        ConformanceCase("list: deleted operations are not in it") { driver in
            let name = try await driver.start("a").name
            try await driver.apply(.delete(tombstoneRetention: .seconds(60)), to: name)
            try await expectList(driver, try exactly(""), [])
        },
    ]

    private static let everywhere = [
        "", "projects/p", "projects/p2", "projects/p/locations/l", "projects/p-1/locations/m", "a/b",
    ]

    private static func startEverywhere(_ driver: StoreDriver) async throws {
        for parent in everywhere { try await driver.start("x", parent: parent) }
    }

    private static func exactly(_ pattern: String, limit: Int = 10) throws -> ListQuery {
        ListQuery(scope: .parents(try ParentPattern(pattern)), limit: limit)
    }

    private static func expectList(_ driver: StoreDriver, _ query: ListQuery, _ names: [String]) async throws {
        let page = try await driver.store.list(query)
        try expectEqual(page.records.map(\.name.text), names, "The list holds something else.")
    }
}
