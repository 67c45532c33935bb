import Foundation
import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsSQLite
import OperationsTestKit
import Synchronization
import Testing

@Suite struct StoreCopyTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func thereAndBackAgainNothingIsLost(seed: UInt64) async throws {
        try await withSQLiteFile { path in
            let time = ManualTime()
            let first = MemoryStore(time: time)
            try await StoreDriver(store: first, time: time).populateWidely(seed: seed, count: 80)
            let middle = try SQLiteStore(path: path, time: time)
            defer { middle.close() }
            let last = MemoryStore(time: time)
            let bounds = ArchivePage.Bounds(count: 11)
            let there = try await StoreCopy(from: first, to: middle, within: bounds).run()
            let back = try await StoreCopy(from: middle, to: last).run()
            #expect(there == back, "seed \(seed)")
            #expect(ArchiveKind.allCases.allSatisfy { there.count(of: $0) > 0 }, "seed \(seed): \(there.counts)")
            let reports = [
                try await StoreCheck.run(on: first), try await StoreCheck.run(on: middle, within: bounds),
                try await StoreCheck.run(on: last),
            ]
            for report in reports {
                #expect(report.isSound, "seed \(seed): \(report.faults)")
                #expect(report.digest == there.digest, "seed \(seed)")
                #expect(report.counts == there.counts, "seed \(seed)")
            }
        }
    }

    @Test func anEmptyStoreIsCopiedWithItsSecret() async throws {
        let (source, target) = (MemoryStore(time: ManualTime()), MemoryStore(time: ManualTime()))
        let contents = try await StoreCopy(from: source, to: target).run()
        #expect(contents.counts.isEmpty)
        #expect(try await target.secret() == source.secret())
    }

    @Test func aTargetThatHoldsSomethingStaysAsItIs() async throws {
        let (source, target) = try await twoStores()
        try await StoreDriver(store: target, time: ManualTime()).start("mine")
        let before = try await StoreCheck.run(on: target)
        await #expect(throws: MaintenanceError.targetNotEmpty) { try await StoreCopy(from: source, to: target).run() }
        #expect(try await StoreCheck.run(on: target) == before)
    }

    @Test func aCopyThatWasInterruptedIsRefused() async throws {
        let (source, target) = try await twoStores()
        try await target.beginLoading(secret: try await source.secret(), lastPosition: 1)
        await #expect(throws: MaintenanceError.targetIncomplete) { try await StoreCopy(from: source, to: target).run() }
        await #expect(throws: MaintenanceError.incomplete) {
            try await StoreCopy(from: target, to: MemoryStore(time: ManualTime())).run()
        }
        await #expect(throws: MaintenanceError.incomplete) { try await StoreCheck.run(on: target) }
    }

    @Test func aSourceThatChangesMeanwhileIsNoticed() async throws {
        let (source, target) = try await twoStores()
        // What changes while it is copied is a policy, which the feed does not show.
        let meddling = MeddledStore(source) { source, items in
            guard items.last?.kind == .policies else { return }
            try await source.transact { try $0.put(Policy(), of: "projects/new") }
        }
        await #expect(throws: MaintenanceError.sourceChanged) {
            try await StoreCopy(from: meddling, to: target).run()
        }
        #expect(try await target.isIncomplete())
    }

    /// An operation that is started after the operations were copied, and before the histories are.
    @Test func whatComesIntoTheSourceMeanwhileIsNoFaultOfTheTarget() async throws {
        let (source, target) = try await twoStores()
        let meddling = MeddledStore(source) { source, items in
            // Once: it is still there with the next page.
            guard items.last?.kind == .history,
                try await source.lookup(OperationName(stored: "operations/aaa")) == .unknown
            else { return }
            try await StoreDriver(store: source, time: ManualTime()).start("aaa")
        }
        await #expect(throws: MaintenanceError.sourceChanged) {
            try await StoreCopy(from: meddling, to: target, within: ArchivePage.Bounds(count: 1)).run()
        }
    }

    @Test func whatDoesNotFitIsNamed() async throws {
        let (source, target) = try await twoStores()
        let meddling = MeddledStore(
            target,
            afterLoad: { target, items in
                // The same once more: a store whose index of names is damaged gives an item twice.
                if items.last?.kind == .tombstones { try await target.load(items) }
            })
        let error = await #expect(throws: MaintenanceError.self) {
            try await StoreCopy(from: source, to: meddling).run()
        }
        guard case .misfit(.tombstones, let first, let last) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("Among the tombstones from '\(first)' to '\(last)'") == true)
    }

    @Test func aTargetThatKeepsSomethingElseIsNoticed() async throws {
        let (source, target) = try await twoStores()
        let meddling = MeddledStore(
            target,
            afterLoad: { target, items in
                guard items.last?.kind == .policies else { return }
                try await target.transact { try $0.removePolicy(of: "projects/p") }
            })
        let error = await #expect(throws: MaintenanceError.self) {
            try await StoreCopy(from: source, to: meddling).run()
        }
        #expect(error.map { "\($0)".contains("policies: ") } ?? false)
        #expect(try await target.isIncomplete())
    }

    /// A backup, for example, that reads the tables of the target.
    @Test func whoStandsInTheWayOfTheEndMayLeave() async throws {
        let (source, target) = try await twoStores()
        let (hindered, tries) = standingInTheWay(of: target, times: 9)
        let contents = try await StoreCopy(from: source, to: hindered, retryPause: .zero).run()
        #expect(try await !target.isIncomplete() && tries.count == 10)
        #expect(try await StoreCheck.run(on: target).digest == contents.digest)
    }

    @Test func whoStaysInTheWayOfTheEndIsSpokenOf() async throws {
        let (source, target) = try await twoStores()
        let (hindered, tries) = standingInTheWay(of: target, times: .max)
        await #expect(throws: MaintenanceError.targetHeld) {
            try await StoreCopy(from: source, to: hindered, retryPause: .zero).run()
        }
        #expect(try await target.isIncomplete() && tries.count == 10)
    }

    private func standingInTheWay(of target: MemoryStore, times: Int) -> (MeddledStore, Tries) {
        let tries = Tries()
        let store = MeddledStore(
            target,
            beforeEnd: {
                if tries.next() <= times { throw ArchiveLoadingError.inUse }
            })
        return (store, tries)
    }

    @Test func progressIsToldPageByPage() async throws {
        let (source, target) = try await twoStores()
        let seen = Mutex<[MaintenanceProgress]>([])
        let contents = try await StoreCopy(from: source, to: target, within: ArchivePage.Bounds(count: 10)) {
            progress in
            seen.withLock { $0.append(progress) }
        }.run()
        for step in [MaintenanceProgress.Step.copying, .verifyingSource, .verifyingTarget] {
            for kind in ArchiveKind.allCases {
                let counts = seen.withLock { $0.filter { $0.step == step && $0.kind == kind }.map(\.count) }
                #expect(counts == counts.sorted() && counts.last == contents.count(of: kind))
            }
        }
    }

    private func twoStores() async throws -> (MemoryStore, MemoryStore) {
        let time = ManualTime()
        let source = MemoryStore(time: time)
        try await StoreDriver(store: source, time: time).populateWidely(seed: 1)
        return (source, MemoryStore(time: time))
    }
}

/// Counts how often something was tried.
final class Tries: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func next() -> Int {
        number.withLock {
            $0 += 1
            return $0
        }
    }
}

/// Runs `body` with the path of a database that goes afterwards.
func withSQLiteFile<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("longrun-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory.path + "/test.db")
}
