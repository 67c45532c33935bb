import OperationsCore

extension StoreConformance {
    static let filtering: [ConformanceCase] = [
        ConformanceCase("filter: each kind of bound, alone and combined, in every order") { driver in
            try await driver.populate(120)
            try await expectEveryList(driver, limit: 7, in: { _ in orders })
        },
        ConformanceCase("filter: the same among thousands of operations") { driver in
            try await driver.populate(3_000)
            // Every second order, to be quick.
            try await expectEveryList(driver, limit: 450) { number in
                orders.enumerated().filter { ($0.offset + number).isMultiple(of: 2) }.map(\.element)
            }
        },
        ConformanceCase("filter: it keeps less than its bounds, and not more") { driver in
            try await driver.populate(120)
            let all = try await everything(driver)
            for order in orders {
                let filter = RecordFilter.within(FilterBounds(labels: ["team": ["a"]])) { $0.priority == 2 }
                try await expectList(
                    driver, ListQuery(scope: .subtree(.root), filter: filter, order: order, limit: 3), of: all)
            }
        },
        ConformanceCase("filter: payloads are there for one that needs them") { driver in
            try await driver.populate(120)
            let all = try await everything(driver)
            let wanted = Samples.payload("1")
            for bounds in [FilterBounds(), FilterBounds(states: [.succeeded]), FilterBounds(queues: ["mail"])] {
                for order in orders {
                    let filter = RecordFilter.within(bounds, needsPayloads: true) { $0.request == wanted }
                    try await expectList(
                        driver, ListQuery(scope: .subtree(.root), filter: filter, order: order, limit: 4), of: all)
                }
            }
        },
        ConformanceCase("filter: bounds that nothing satisfies answer an empty last page") { driver in
            try await driver.populate(30)
            let late = Timestamp.maximum
            let empty = [
                FilterBounds(states: []), FilterBounds(queues: []), FilterBounds(labels: ["team": []]),
                FilterBounds(names: NameBounds(lower: "b", upper: "a")),
                FilterBounds(createTime: TimeBounds(from: late, through: .minimum)),
                FilterBounds(endTime: TimeBounds(from: late, through: .minimum)),
                FilterBounds(queues: ["none"]), FilterBounds(labels: ["none": [""]]),
                FilterBounds(names: .beginning(with: "zzz")),
            ]
            for bounds in empty {
                for order in orders {
                    var query = ListQuery(scope: .subtree(.root), filter: .within(bounds), order: order, limit: 5)
                    let found = try await driver.wholeList(query)
                    try expectEqual(found, [], "Something satisfies \(bounds).")
                    query.effort = 1
                    guard bounds.areEmpty else { continue }
                    try expectEqual(try await driver.store.list(query).next, nil, "The empty page is not the last.")
                }
            }
        },
        ConformanceCase("filter: a page ends early when looking has cost enough, and the next goes on") { driver in
            try await driver.populate(120)
            let all = try await everything(driver)
            let filters: [RecordFilter] = [
                .within(FilterBounds()) { $0.priority == 4 && $0.queue == "rare" },
                .within(FilterBounds(states: [.succeeded])) { $0.priority == 4 },
                .within(FilterBounds(labels: ["team": ["a", "b"]]), needsPayloads: true) { $0.request == nil },
            ]
            for order in orders {
                for filter in filters {
                    for effort in [1, 40] {
                        let query = ListQuery(
                            scope: .subtree(.root), filter: filter, order: order, limit: 50, effort: effort)
                        let first = try await driver.store.list(query)
                        try expect(first.records.count < 10 && first.next != nil, "The page did not end early.")
                        try await expectList(driver, query, of: all)
                    }
                }
            }
        },
        ConformanceCase("filter: labels that look the same are told apart by their bytes") { driver in
            let spellings = ["caf\u{e9}", "cafe\u{301}"]
            for (id, text) in zip(["a", "b"], spellings) {
                _ = try await driver.start(StartRequest(operationID: id, labels: ["name": text]))
            }
            for (texts, count) in [(spellings, 2), ([spellings[0]], 1), ([spellings[1]], 1)] {
                let bounds = FilterBounds(labels: ["name": Set(texts.map { ByteText($0) })])
                let query = ListQuery(scope: .subtree(.root), filter: .within(bounds), limit: 5)
                try expectEqual(try await driver.wholeList(query).count, count, "They are taken for each other.")
            }
        },
        ConformanceCase("filter: a removed operation is found by none of its labels") { driver in
            let request = StartRequest(operationID: "a", labels: ["team": "a", "": "\u{0}\"é"])
            let filters = request.labels.map { key, value in
                RecordFilter.within(FilterBounds(labels: [ByteText(key): [ByteText(value)]]))
            }
            for _ in 0..<2 {
                let record = try await driver.start(request)
                for filter in filters {
                    let query = ListQuery(scope: .subtree(.root), filter: filter, limit: 5)
                    try expectEqual(try await driver.wholeList(query), [record], "The operation is not found.")
                }
                try await driver.apply(.delete(tombstoneRetention: .zero), to: record.name)
                for filter in filters {
                    let query = ListQuery(scope: .subtree(.root), filter: filter, limit: 5)
                    try expectEqual(try await driver.wholeList(query), [], "A removed operation is found.")
                }
                try await driver.sweep()
            }
        },
    ]

    private static func everything(_ driver: StoreDriver) async throws -> [OperationRecord] {
        try await driver.wholeList(ListQuery(scope: .subtree(.root), limit: 1_000))
    }

    /// Asks for every bound, in every order and in one of several scopes.
    private static func expectEveryList(
        _ driver: StoreDriver, limit: Int, in orders: (Int) -> [ListOrder]
    ) async throws {
        let all = try await everything(driver)
        let scopes: [ListQuery.Scope] = [
            .subtree(.root), .parents(try ParentPattern("projects/-")), .subtree(try Parent("projects/p")),
            .parents(try ParentPattern("projects/p2")),
        ]
        for (number, bounds) in boundsOfEveryKind(all).enumerated() {
            for order in orders(number) {
                let scope = scopes[(number / 2) % scopes.count]
                let query = ListQuery(scope: scope, filter: .within(bounds), order: order, limit: limit)
                try await expectList(driver, query, of: all)
            }
        }
    }

    private static func boundsOfEveryKind(_ all: [OperationRecord]) -> [FilterBounds] {
        let names = all.map(\.name.text)
        let created = all.map(\.createTime).sorted()
        let ended = all.compactMap(\.endTime).sorted()
        let (middle, late) = (all.count / 2, all.count - all.count / 20)
        let middleName = names[middle]
        return [
            FilterBounds(),
            FilterBounds(states: [.running]),
            FilterBounds(states: [.pending, .succeeded, .cancelled]),
            FilterBounds(states: Set(OperationState.allCases)),
            FilterBounds(queues: ["default"]),
            FilterBounds(queues: ["rare", "mail", "none"]),
            FilterBounds(labels: ["team": ["a"]]),
            FilterBounds(labels: ["team": ["a", "b", "c"]]),
            FilterBounds(labels: ["team": ["b"], "tier": ["gold"]]),
            FilterBounds(labels: ["rare": ["yes"]]),
            FilterBounds(names: .exactly(middleName)),
            FilterBounds(names: NameBounds(lower: names[all.count / 4], upper: middleName)),
            FilterBounds(createTime: TimeBounds(from: created[middle])),
            FilterBounds(createTime: TimeBounds(from: created[late], through: created[late])),
            FilterBounds(endTime: TimeBounds(through: ended[ended.count / 2])),
            FilterBounds(endTime: TimeBounds(from: ended[ended.count - ended.count / 20])),
            FilterBounds(states: [.succeeded, .failed], queues: ["default"], labels: ["team": ["a"]]),
            FilterBounds(
                states: [.failed, .cancelled], queues: ["default", "mail"],
                names: .beginning(with: "projects/p"), createTime: TimeBounds(through: created[late]),
                endTime: TimeBounds(from: ended[ended.count / 10])),
        ]
    }
}
