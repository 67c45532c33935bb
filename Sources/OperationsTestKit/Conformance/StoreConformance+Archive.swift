import OperationsCore

/// One promise of ``ArchivableStore`` and its proof, which takes two stores of a kind.
public struct ArchiveConformanceCase: Sendable, CustomStringConvertible {
    public let name: String
    let body: @Sendable (ArchiveDriver, ArchiveDriver) async throws -> Void

    public var description: String { name }
}

/// Reading everything, and filling a store from another.
extension StoreConformance {
    /// For stores that are ``ArchivableStore``, beside ``all``.
    public static let archive: [ArchiveConformanceCase] = archiveReading + archiveLoading

    /// Runs one case on two new stores.
    ///
    /// - Throws: ``ConformanceFailure``, or what a store threw.
    public func run(_ testCase: ArchiveConformanceCase) async throws {
        let time = ManualTime()
        let source = try ArchiveDriver(store: try await makeStore(time), time: time)
        let target = try ArchiveDriver(store: try await makeStore(time), time: time)
        try await testCase.body(source, target)
    }

    private static let archiveReading: [ArchiveConformanceCase] = [
        ArchiveConformanceCase(name: "archive: pages of any length give each item once, in the order of keys") {
            source, _ in
            try await source.driver.populateWidely(seed: 1)
            for kind in ArchiveKind.allCases {
                let items = try await source.items(of: kind)
                try expect(!items.isEmpty, "There are no \(kind).")
                try expectEqual(items.map(\.key), items.map(\.key).sorted(), "The \(kind) are in another order.")
                try expectEqual(Set(items.map(\.key)).count, items.count, "Some \(kind) came twice.")
                for bounds in [ArchivePage.Bounds(count: 1), .init(count: 7), .init(count: 100, bytes: 1)] {
                    let paged = try await source.items(of: kind, within: bounds)
                    try expectEqual(paged, items, "Pages of \(bounds) give other \(kind).")
                }
            }
        },
        ArchiveConformanceCase(name: "archive: what is read is what the store holds") { source, _ in
            try await source.driver.populateWidely(seed: 2)
            let changes = try await source.store.changes(after: 0, limit: .max)
            var positions: [OperationName: Int64] = [:]
            for case .operation(let operation) in try await source.items(of: .operations) {
                let name = operation.record.name
                positions[name] = operation.position
                let found = try await source.store.lookup(name)
                try expectEqual(found, .live(operation.record), "Another record was read.")
                let lines = try await source.items(of: .history).compactMap { item -> HistoryEntry? in
                    if case .history(let line) = item, line.name == name { line.entry } else { nil }
                }
                let history = try await source.store.history(of: name, after: 0, limit: .max)
                try expectEqual(lines, history, "Another history was read of '\(name)'.")
            }
            for case .tombstone(let grave) in try await source.items(of: .tombstones) {
                positions[grave.tombstone.name] = grave.position
                let found = try await source.store.lookup(grave.tombstone.name)
                try expectEqual(found, .gone(grave.tombstone), "Another tombstone was read.")
            }
            let expected = Dictionary(uniqueKeysWithValues: changes.map { ($0.name, $0.position) })
            try expectEqual(positions, expected, "The places in the feed are others.")
            try await expectRest(source)
        },
        ArchiveConformanceCase(name: "archive: places in the feed and names are told without what stands there") {
            source, _ in
            try await source.driver.populateWidely(seed: 3)
            let changes = try await source.store.changes(after: 0, limit: .max)
            let expected = changes.map { FeedPlace(position: $0.position, name: $0.name) }
            try expectEqual(try await source.feed(), expected, "The feed has other places.")
            let last = try await source.store.lastPosition()
            try expect(expected.allSatisfy { $0.position <= last }, "A place lies ahead of the last.")
            let missing = OperationName(stored: "operations/missing")
            let found = try await source.store.presence(of: Set(expected.map(\.name) + [missing]))
            try expectEqual(found.count, expected.count, "Other names are taken.")
            for change in changes {
                let presence = found[change.name]
                try expectEqual(presence?.isLive, change.record != nil, "'\(change.name)' is taken otherwise.")
                try expectEqual(presence?.hasTombstone, change.record == nil, "'\(change.name)' is taken otherwise.")
                guard let record = change.record else { continue }
                try expectEqual(presence?.requestID, record.requestID, "The request id is another.")
            }
        },
        ArchiveConformanceCase(name: "archive: keys are told without what stands behind them") { source, _ in
            try await source.driver.populateWidely(seed: 9)
            for kind in ArchiveKind.allCases {
                var keys: [ArchiveKey] = []
                while let key = try await source.store.nextKey(of: kind, after: keys.last) { keys.append(key) }
                try expectEqual(keys, try await source.items(of: kind).map(\.key), "The \(kind) have other keys.")
            }
        },
        ArchiveConformanceCase(name: "archive: a store that came about by the rules has no faults of its own") {
            source, _ in
            try await source.driver.populateWidely(seed: 4)
            try expectEqual(try await source.store.structuralFaults(), [], "The store finds fault with itself.")
            try await expectInvariants(source)
        },
    ]

    private static let archiveLoading: [ArchiveConformanceCase] = [
        ArchiveConformanceCase(name: "archive: what is loaded is read again, item by item") { source, target in
            try await source.driver.populateWidely(seed: 5)
            try await target.load(from: source, within: ArchivePage.Bounds(count: 3))
            try await expectEqualContents(source, target)
            try expectEqual(try await target.store.structuralFaults(), [], "The copy finds fault with itself.")
        },
        ArchiveConformanceCase(name: "archive: a copy lives on as the store it was made of would") { source, target in
            try await source.driver.populateWidely(seed: 6)
            try await target.load(from: source)
            for driver in [source, target] { try await driver.driver.liveOn() }
            try await expectEqualLives(source, target)
        },
        ArchiveConformanceCase(name: "archive: places are given out behind all that ever were") { source, target in
            let name = try await source.driver.start("a").name
            try await source.driver.apply(.delete(tombstoneRetention: .zero), to: name)
            try await source.driver.sweep()
            let last = try await source.store.lastPosition()
            try await target.load(from: source)
            try expect(try await target.store.lastPosition() >= last, "The last position went back.")
            try await target.driver.start("b")
            let places = try await target.feed()
            try expect(places.allSatisfy { $0.position > last }, "A place is given out that was another's.")
        },
        ArchiveConformanceCase(name: "archive: a start that is repeated on the copy is not made twice") {
            source, target in
            let request = try Samples.fullStart(at: source.driver.time.now)
            let digest = ContentDigest(bytes: [1, 0, 255])
            let record = try await source.driver.start(request, digest: digest)
            try await target.load(from: source)
            let key = RequestKey(parent: request.parent, requestID: request.requestID ?? "")
            let found = try await target.driver.inspect { try $0.rememberedStarts([key]) }
            try expectEqual(
                found, [key: RememberedStart(name: record.name, digest: digest)], "Another start is remembered.")
        },
        ArchiveConformanceCase(name: "archive: a store that holds anything is not loaded into") { source, target in
            try await target.driver.start("a")
            let before = try await target.everything()
            let secret = try await target.store.secret()
            for _ in 0..<2 {
                let error = try await expectThrows(ArchiveLoadingError.self, "A store was overwritten.") {
                    try await target.store.beginLoading(secret: Array(repeating: 1, count: 32), lastPosition: 9)
                }
                try expectEqual(error, .notEmpty, "Another error.")
            }
            let error = try await expectThrows(ArchiveLoadingError.self, "A store was loaded into.") {
                try await target.store.load([])
            }
            try expectEqual(error, .notBegun, "Another error.")
            try expectEqual(try await target.everything(), before, "The store changed.")
            try expectEqual(try await target.store.secret(), secret, "The secret changed.")
            try expect(try await !target.store.isIncomplete(), "The store counts as incomplete.")
        },
        ArchiveConformanceCase(name: "archive: a policy or a descriptor set alone makes a store other than empty") {
            source, target in
            try await source.driver.store.transact { try $0.put(Samples.policy(), of: "projects/p") }
            try await target.driver.store.transact {
                try $0.put(DescriptorSet(id: "a", content: [1], updateTime: $0.now))
            }
            for driver in [source, target] {
                let error = try await expectThrows(ArchiveLoadingError.self, "A store was overwritten.") {
                    try await driver.store.beginLoading(secret: Array(repeating: 1, count: 32), lastPosition: 9)
                }
                try expectEqual(error, .notEmpty, "Another error.")
            }
        },
        ArchiveConformanceCase(name: "archive: a store is incomplete from the begin of loading to its end") {
            source, target in
            try await source.driver.populateWidely(seed: 7)
            let secret = Array(0..<32 as Range<UInt8>)
            try expect(try await !target.store.isIncomplete(), "An empty store counts as incomplete.")
            try await target.store.beginLoading(secret: secret, lastPosition: 9)
            try expect(try await target.store.isIncomplete(), "A store counts as whole while it is loaded.")
            try await target.store.load(try await source.items(of: .operations))
            try expect(try await target.store.isIncomplete(), "A store counts as whole while it is loaded.")
            let error = try await expectThrows(ArchiveLoadingError.self, "Loading began twice.") {
                try await target.store.beginLoading(secret: secret, lastPosition: 9)
            }
            try expectEqual(error, .incomplete, "Another error.")
            try await target.store.endLoading()
            try expect(try await !target.store.isIncomplete(), "A store counts as incomplete for ever.")
            try expectEqual(try await target.store.secret(), secret, "The secret is another.")
        },
        ArchiveConformanceCase(name: "archive: items that do not fit are refused, and their page with them") {
            source, target in
            try await source.driver.populateWidely(seed: 8)
            try await target.store.beginLoading(secret: Array(0..<32), lastPosition: 9)
            let lines = try await source.items(of: .history)
            try await expectMisfit(lines, target)
            for kind in ArchiveKind.allCases {
                let items = try await source.items(of: kind)
                try await target.store.load(items)
                try await expectMisfit(items.suffix(1), target)
                try expectEqual(try await target.items(of: kind), items, "A page that was refused left something.")
            }
        },
    ]

    private static func expectMisfit(_ items: some Collection<ArchiveItem>, _ target: ArchiveDriver) async throws {
        let error = try await expectThrows(ArchiveLoadingError.self, "An item was taken that does not fit.") {
            try await target.store.load(Array(items))
        }
        guard case .misfit = error else { throw ConformanceFailure(description: "Another error: \(error)") }
    }
}
