import OperationsCore

extension StoreConformance {
    static let ordering: [ConformanceCase] = [
        ConformanceCase("order: by name, create_time or end_time, in both directions, equals by name") { driver in
            try await driver.populate(60)
            let all = try await driver.wholeList(ListQuery(scope: .subtree(.root), limit: 100))
            try expectEqual(all.count, 60, "The list holds another number.")
            for order in orders {
                let expected = all.sorted { order.areInOrder(order.cursor(of: $0), order.cursor(of: $1)) }
                for limit in [7, 60] {
                    let found = try await driver.wholeList(
                        ListQuery(scope: .subtree(.root), order: order, limit: limit))
                    try expectEqual(found.map(\.name), expected.map(\.name), "The order \(order) is another one.")
                }
            }
        },
        ConformanceCase("order: a page may begin behind a place that nothing holds") { driver in
            let time = driver.time.now
            try await driver.start("a")
            driver.time.advance(by: .seconds(2))
            try await driver.start("b")
            let order = ListOrder(field: .createTime)
            let between = ListCursor(time: time + .seconds(1), name: try OperationName("operations/z"))
            try await expectNames(driver, order, after: between, ["b"])
            try await expectNames(driver, ListOrder(field: .createTime, isDescending: true), after: between, ["a"])
            let before = ListCursor(time: time, name: try OperationName("operations/A"))
            try await expectNames(driver, order, after: before, ["a", "b"])
        },
        ConformanceCase("order: a scope holds in every order") { driver in
            try await driver.populate(60)
            let scopes: [ListQuery.Scope] = [
                .parents(try ParentPattern("projects/p")), .parents(try ParentPattern("projects/-")),
                .subtree(try Parent("projects/p")),
            ]
            let all = try await driver.wholeList(ListQuery(scope: .subtree(.root), limit: 100))
            for scope in scopes {
                for order in orders {
                    let query = ListQuery(scope: scope, order: order, limit: 4)
                    try await expectList(driver, query, of: all)
                }
            }
        },
        ConformanceCase("order: pages neither repeat nor lose what is there throughout") { driver in
            for field in [ListOrder.Field.name, .createTime] {
                for isDescending in [false, true] {
                    let order = ListOrder(field: field, isDescending: isDescending)
                    try await pageThroughChanges(driver, order, parent: "orders/\(field)-\(isDescending)")
                }
            }
        },
    ]

    static let orders = ListOrder.Field.allCases.flatMap { field in
        [false, true].map { ListOrder(field: field, isDescending: $0) }
    }

    /// Follows the list to its end and compares it with what stands in `all`.
    static func expectList(_ driver: StoreDriver, _ query: ListQuery, of all: [OperationRecord]) async throws {
        let order = query.order
        let expected = all.filter { query.includes($0.name) && query.filter.keeps($0) }
            .sorted { order.areInOrder(order.cursor(of: $0), order.cursor(of: $1)) }
        let found = try await driver.wholeList(query)
        let question = "\(query.scope), \(query.filter.bounds), \(order), pages of \(query.limit)."
        try expectEqual(found.map(\.name), expected.map(\.name), "The list holds something else: \(question)")
        try expect(found == expected, "A record of the list is not whole: \(question)")
    }

    private static func expectNames(
        _ driver: StoreDriver, _ order: ListOrder, after place: ListCursor, _ ids: [String]
    ) async throws {
        let page = try await driver.store.list(
            ListQuery(scope: .subtree(.root), order: order, after: place, limit: 10))
        try expectEqual(page.records.map { String($0.name.id) }, ids, "The page holds something else.")
    }

    /// Between the pages, operations come, go and change.
    private static func pageThroughChanges(_ driver: StoreDriver, _ order: ListOrder, parent: String) async throws {
        let place = try Parent(parent)
        for number in 10..<40 {
            try await driver.start("n\(number)", parent: parent)
            if number.isMultiple(of: 4) { driver.time.advance(by: .milliseconds(1)) }
        }
        var query = ListQuery(scope: .subtree(place), order: order, limit: 3)
        var found: [OperationName] = []
        var deleted: Set<OperationName> = []
        var round = 0
        repeat {
            let page = try await driver.store.list(query)
            found += page.records.map(\.name)
            query.after = page.next
            try await driver.start("n\(10 + round * 7 % 30)x", parent: parent)
            let victim = OperationName(stored: place.namePrefix + "n\(10 + round * 3 % 30)")
            try await driver.apply(.delete(tombstoneRetention: .zero), to: victim)
            deleted.insert(victim)
            let changed = OperationName(stored: place.namePrefix + "n\(11 + round * 3 % 30)")
            try await driver.apply(.cancel(gracePeriod: .zero), to: changed)
            round += 1
        } while query.after != nil && round < 10
        while query.after != nil {
            let page = try await driver.store.list(query)
            found += page.records.map(\.name)
            query.after = page.next
        }
        try expectEqual(Set(found).count, found.count, "An operation came twice.")
        let throughout = Set((10..<40).map { OperationName(stored: place.namePrefix + "n\($0)") }).subtracting(deleted)
        try expect(throughout.isSubset(of: found), "An operation was lost.")
    }
}
