import OperationsCore

/// Reads and fills a store as the maintenance commands do.
struct ArchiveDriver: Sendable {
    let store: any ArchivableStore
    let driver: StoreDriver

    init(store: any OperationStore, time: ManualTime) throws {
        guard let archivable = store as? any ArchivableStore else {
            throw ConformanceFailure(description: "\(type(of: store)) is no ArchivableStore.")
        }
        self.store = archivable
        driver = StoreDriver(store: store, time: time)
    }

    func items(
        of kind: ArchiveKind, within bounds: ArchivePage.Bounds = ArchivePage.Bounds()
    ) async throws -> [ArchiveItem] {
        var items: [ArchiveItem] = []
        while case let page = try await store.archive(kind, after: items.last?.key, within: bounds), !page.isEmpty {
            try expect(page.count <= bounds.count, "A page holds more than was asked for.")
            items += page
        }
        return items
    }

    func everything() async throws -> [ArchiveItem] {
        var items: [ArchiveItem] = []
        for kind in ArchiveKind.allCases { items += try await self.items(of: kind) }
        return items
    }

    func feed(limit: Int = 7) async throws -> [FeedPlace] {
        var places: [FeedPlace] = []
        while case let page = try await store.feedPlaces(after: places.last?.position ?? 0, limit: limit), !page.isEmpty
        {
            try expect(page.count <= limit, "A page holds more than was asked for.")
            places += page
        }
        return places
    }

    func load(
        from source: ArchiveDriver, within bounds: ArchivePage.Bounds = ArchivePage.Bounds()
    ) async throws {
        try await store.beginLoading(
            secret: try await source.store.secret(), lastPosition: try await source.store.lastPosition())
        for kind in ArchiveKind.allCases {
            var key: ArchiveKey?
            while case let page = try await source.store.archive(kind, after: key, within: bounds), !page.isEmpty {
                try await store.load(page)
                key = page.last?.key
            }
        }
        try await store.endLoading()
    }
}

extension StoreConformance {
    /// What the store tells of starts, sets and policies by other ways.
    static func expectRest(_ source: ArchiveDriver) async throws {
        for case .start(let start) in try await source.items(of: .starts) {
            let found = try await source.driver.inspect { try $0.rememberedStarts([start.key]) }
            try expectEqual(found, [start.key: start.start], "Another start was read.")
        }
        let sets = try await source.items(of: .descriptorSets)
        let expected = try await source.store.descriptorSets().map(ArchiveItem.descriptorSet)
        try expectEqual(sets, expected, "Other descriptor sets were read.")
        for case .policy(let policy) in try await source.items(of: .policies) {
            let found = try await source.store.policy(of: policy.resource)
            try expectEqual(found, policy.policy, "Another policy was read.")
        }
    }

    static func expectInvariants(_ source: ArchiveDriver) async throws {
        for case .operation(let operation) in try await source.items(of: .operations) {
            let name = operation.record.name
            try expectEqual(RecordInvariants.broken(by: operation.record), [], "'\(name)' breaks the rules.")
            var history = HistoryInvariants(of: operation.record)
            for line in try await source.store.history(of: name, after: 0, limit: .max) { history.accept(line) }
            try expectEqual(history.broken, [], "The history of '\(name)' breaks the rules.")
        }
    }

    static func expectEqualContents(_ source: ArchiveDriver, _ target: ArchiveDriver) async throws {
        for kind in ArchiveKind.allCases {
            let items = try await source.items(of: kind)
            try expectEqual(try await target.items(of: kind), items, "The \(kind) are others.")
        }
        try expectEqual(try await target.feed(), try await source.feed(), "The feed is another.")
        try expectEqual(try await target.store.secret(), try await source.store.secret(), "The secret is another.")
    }

    /// As ``expectEqualContents(_:_:)``, but for places in the feed: those given out later may be other numbers.
    static func expectEqualLives(_ source: ArchiveDriver, _ target: ArchiveDriver) async throws {
        let changes = try await [source, target].asyncMap { try await $0.store.changes(after: 0, limit: .max) }
        try expectEqual(changes[1].map(\.name), changes[0].map(\.name), "The feed has another order.")
        try expectEqual(changes[1].map(\.record), changes[0].map(\.record), "The records are others.")
        for kind in ArchiveKind.allCases where kind != .operations && kind != .tombstones {
            try expectEqual(
                try await target.items(of: kind), try await source.items(of: kind), "The \(kind) are others.")
        }
        let ready = try await [source, target].asyncMap {
            try await $0.driver.inspect { try $0.ready(LeaseSelector(), limit: 1_000).map(\.name) }
        }
        try expectEqual(ready[1], ready[0], "The ready set is another, or in another order.")
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
