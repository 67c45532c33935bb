import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsTestKit
import Testing

/// Each fault is put into a store past the rules, by loading it, and found by the check.
@Suite struct StoreCheckTests {
    private let name = OperationName(stored: "operations/a")
    private let time = Timestamp(microseconds: 1_735_689_600_000_000)

    @Test func anEmptyStoreIsSound() async throws {
        let report = try await StoreCheck.run(on: MemoryStore(time: ManualTime()))
        #expect(report.isSound && report.counts.isEmpty && report.digest != nil)
    }

    @Test func soundItemsAreSound() async throws {
        #expect(try await faults([operation(), line(), start(), policy("operations/a")]) == [])
    }

    @Test func recordsThatBreakTheRules() async throws {
        let item = try operation { $0.revision = 0 }
        #expect(try await faults([item, line()]).map(\.sentence).contains("Its revision is below 1."))
    }

    @Test func historiesThatBreakTheRules() async throws {
        let expected = StoreFault(subject: "operations/a", sentence: "It has no history.")
        #expect(try await faults([operation()]).contains(expected))
        let late = try line { $0.revision = 5 }
        #expect(
            try await faults([operation(), late]).contains { $0.sentence.contains("later revision than the record") })
    }

    @Test func placesInTheFeedThatAreShared() async throws {
        let other = OperationName(stored: "operations/b")
        let faults = try await faults([operation(), operation(other), line(), line(other)])
        #expect(faults == [StoreFault(subject: "operations/b", sentence: "It shares its place in the feed.")])
    }

    @Test func rememberedStartsOfNothing() async throws {
        let faults = try await faults([start()])
        #expect(faults.count == 1 && faults[0].sentence.contains("neither an operation nor a tombstone"))
    }

    @Test func rememberedStartsOfOthers() async throws {
        let foreign = try await faults([operation { $0.requestID = "other" }, line(), start()])
        #expect(foreign.count == 1 && foreign[0].sentence.contains("another request id"))
        let misplaced = try await faults([operation(), line(), start(parent: "projects/p")])
        #expect(misplaced.count == 1 && misplaced[0].sentence.contains("under the parent 'projects/p'"))
    }

    @Test func policiesOfNothing() async throws {
        let missing = try await faults([policy("operations/a")])
        #expect(
            missing == [
                StoreFault(subject: "operations/a", sentence: "It has a policy, and there is no such operation.")
            ])
        let impossible = try await faults([policy("projects")])
        #expect(impossible.count == 1 && impossible[0].sentence.contains("neither an operation nor a parent"))
        #expect(try await faults([policy("projects/p")]) == [])
    }

    @Test func tombstonesThatWereToGoBeforeTheyCame() async throws {
        let tombstone = Tombstone(name: name, cause: .deleted, removeTime: time, purgeTime: .minimum, requestID: nil)
        let faults = try await faults([.tombstone(ArchivedTombstone(tombstone: tombstone, position: 1))])
        #expect(faults.count == 1 && faults[0].sentence.contains("to be forgotten before it was made"))
    }

    @Test func manyFaultsAreCountedAndSomeListed() async throws {
        let items = try (0..<300).map { number in
            try operation(OperationName(stored: "operations/n\(1_000 + number)"), position: Int64(number))
        }
        let store = try await store(items)
        let report = try await StoreCheck.run(on: store)
        #expect(report.faultCount == 300)
        #expect(report.faults.count == StoreCheckReport.listedFaults)
    }

    @Test func whatCannotBeReadIsNamedAndPassedOver() async throws {
        let store = MeddledStore(try await store(thirty())) { _, items in
            let damaged = items.contains { item in
                switch item.kind {
                case .operations: ["operations/n103", "operations/n117"].contains(item.key.first)
                case .history: item.key == ArchiveKey("operations/n121", number: 1)
                default: false
                }
            }
            if damaged { throw StoreFailure.damaged("A row is damaged.", names: []) }
        }
        let report = try await StoreCheck.run(on: store)
        let line = "The line of its history with revision 1 cannot be read. A row is damaged."
        #expect(
            Set(report.faults) == [
                StoreFault(subject: "operations/n103", sentence: "It cannot be read. A row is damaged."),
                StoreFault(subject: "operations/n117", sentence: "It cannot be read. A row is damaged."),
                StoreFault(subject: "operations/n121", sentence: line),
            ])
        #expect(report.digest == nil && report.counts[.operations] == 28 && report.counts[.history] == 29)
    }

    @Test func whatCannotBePassedOverEndsItsKind() async throws {
        let damaged = StoreFailure.damaged("A page is damaged.", names: [])
        let store = MeddledStore(try await store(thirty())) { _, items in
            if items.contains(where: { $0.kind == .operations && $0.key.first >= "operations/n117" }) { throw damaged }
        } afterLoad: { _, _ in
        } beforeKey: { _, key in
            if key?.first == "operations/n116" { throw damaged }
        }
        let report = try await StoreCheck.run(on: store)
        let sentence = "The operations cannot be read behind 'operations/n116'. A page is damaged."
        #expect(report.faults == [StoreFault(subject: "", sentence: sentence)])
        #expect(report.digest == nil && report.counts[.operations] == 17 && report.counts[.history] == 30)
    }

    /// The store is away for as long as the first tries take, at each kind of question in turn.
    @Test(arguments: [1, 3]) func aShortOutageIsNoFault(of length: Int) async throws {
        let sound = try await store(thirty())
        let expected = try await StoreCheck.run(on: sound)
        let (pages, keys) = (Tries(), Tries())
        let store = MeddledStore(sound) { _, _ in
            if (5..<5 + length).contains(pages.next()) { throw StoreFailure.unavailable("The server restarts.") }
        } afterLoad: { _, _ in
        } beforeKey: { _, _ in
            _ = keys.next()
        }
        let report = try await StoreCheck.run(on: store, within: ArchivePage.Bounds(count: 7), retryPause: .zero)
        #expect(report == expected && report.isSound && report.digest != nil)
        #expect(keys.count == 0, "What comes back is not passed over.")
    }

    @Test func anOutageThatStaysEndsTheCheck() async throws {
        let gone = StoreFailure.unavailable("The server is gone.")
        let tries = Tries()
        let store = MeddledStore(try await store(thirty())) { _, _ in
            _ = tries.next()
            throw gone
        }
        await #expect(throws: gone) { try await StoreCheck.run(on: store, retryPause: .zero) }
        #expect(tries.count == 4)
    }

    @Test func anOutageWhileADamagedItemIsPassedOverIsNoFaultOfTheRest() async throws {
        let keys = Tries()
        let store = MeddledStore(try await store(thirty())) { _, items in
            let isDamaged = items.contains { $0.kind == .operations && $0.key.first == "operations/n103" }
            if isDamaged { throw StoreFailure.damaged("A row is damaged.", names: []) }
        } afterLoad: { _, _ in
        } beforeKey: { _, _ in
            if keys.next() == 1 { throw StoreFailure.unavailable("The server restarts.") }
        }
        let report = try await StoreCheck.run(on: store, retryPause: .zero)
        #expect(report.faults.map(\.subject) == ["operations/n103"] && report.counts[.operations] == 29)
    }

    /// Behind what cannot be read there are whole pages again.
    @Test func pagesGrowAgain() async throws {
        let items = try (0..<500).flatMap { number in
            let name = OperationName(stored: "operations/n\(1_000 + number)")
            return [try operation(name, position: Int64(number)), try line(name)]
        }
        let reads = Tries()
        let store = MeddledStore(try await store(items)) { _, items in
            if items.first?.kind == .operations { _ = reads.next() }
            let isDamaged = items.contains { $0.kind == .operations && $0.key.first == "operations/n1100" }
            if isDamaged { throw StoreFailure.damaged("A row is damaged.", names: []) }
        }
        let report = try await StoreCheck.run(on: store)
        #expect(report.faults.map(\.subject) == ["operations/n1100"] && report.counts[.operations] == 499)
        #expect(reads.count < 60)
    }

    @Test func aSecretThatIsMissing() async throws {
        let store = MemoryStore(time: ManualTime())
        try await store.beginLoading(secret: [], lastPosition: 0)
        try await store.endLoading()
        #expect(
            try await StoreCheck.run(on: store).faults.map(\.sentence).contains { $0.contains("secret is missing") })
    }

    private func thirty() throws -> [ArchiveItem] {
        try (0..<30).flatMap { number in
            let name = OperationName(stored: "operations/n\(100 + number)")
            return [try operation(name, position: Int64(number)), try line(name)]
        }
    }

    private func operation(
        _ name: OperationName? = nil, position: Int64 = 1, _ change: (inout OperationRecord) -> Void = { _ in }
    ) throws -> ArchiveItem {
        var record = OperationRecord(name: name ?? self.name, queue: "q", createTime: time, timeToLive: .seconds(1))
        record.requestID = "id"
        change(&record)
        return .operation(ArchivedOperation(record: record, creationNumber: position + 1, position: position))
    }

    private func line(_ name: OperationName? = nil, _ change: (inout HistoryEntry) -> Void = { _ in }) throws
        -> ArchiveItem
    {
        var entry = HistoryEntry(
            revision: 1, time: time, kind: .started, from: nil, to: .pending, attempt: 0, actor: "client")
        change(&entry)
        return .history(ArchivedHistoryEntry(name: name ?? self.name, entry: entry))
    }

    private func start(parent: String = "") -> ArchiveItem {
        .start(
            ArchivedStart(
                key: RequestKey(parent: Parent(stored: parent), requestID: "id"),
                start: RememberedStart(name: name, digest: ContentDigest(bytes: [1]))))
    }

    private func policy(_ resource: String) -> ArchiveItem {
        .policy(ArchivedPolicy(resource: resource, policy: Policy()))
    }

    private func store(_ items: [ArchiveItem]) async throws -> MemoryStore {
        let store = MemoryStore(time: ManualTime())
        try await store.beginLoading(secret: Array(0..<32), lastPosition: 0)
        for kind in ArchiveKind.allCases { try await store.load(items.filter { $0.kind == kind }) }
        try await store.endLoading()
        return store
    }

    private func faults(_ items: [ArchiveItem]) async throws -> [StoreFault] {
        try await StoreCheck.run(on: store(items)).faults
    }
}
