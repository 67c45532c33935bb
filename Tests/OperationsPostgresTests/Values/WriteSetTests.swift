import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsPostgres

@Suite struct WriteSetTests {
    private static let now = ManualTime().now
    private static let name = OperationName(stored: "operations/a")

    private static func after(_ transition: Transition) throws -> OperationRecord {
        try #require(transition.after)
    }

    private static func start() throws -> Transition {
        try Lifecycle.start(
            StartRequest(request: Samples.payload()), as: name, digest: nil, defaultTimeToLive: .seconds(60), at: now)
    }

    private static func lease(_ record: OperationRecord) throws -> Transition {
        let grant = LeaseGrant(token: "t", workerID: "w", duration: .seconds(9))
        return try Lifecycle.apply(.lease(grant), to: record, at: now)
    }

    @Test func aWholeLifeIsOneRow() throws {
        var set = WriteSet()
        let start = try Self.start()
        let lease = try Self.lease(Self.after(start))
        let completion = Completion(token: "t", response: .empty, digest: ContentDigest(bytes: [1]))
        let end = try Lifecycle.apply(.complete(completion), to: Self.after(lease), at: Self.now)
        for transition in [start, lease, end] { set.add(transition, to: set.changes[Self.name]?.identity) }
        let change = try #require(set.changes[Self.name])
        #expect(set.order == [Self.name] && change.before == nil && change.after == end.after)
        #expect(change.identity == .place(0) && change.publicPlace == 2)
        #expect(set.lines.map(\.entry.kind) == [.started, .leased, .succeeded])
        #expect(Set(set.lines.map(\.identity)) == [.place(0)])
    }

    @Test func whatComesAndGoesLeavesItsTombstoneOnly() throws {
        var set = WriteSet()
        let start = try Self.start()
        let identity = set.add(start, to: nil)
        let end = try Lifecycle.apply(
            .delete(tombstoneRetention: .seconds(9)), to: Self.after(start), at: Self.now)
        set.add(end, to: identity)
        #expect(set.changes.isEmpty && set.removed.isEmpty && set.graves.map(\.tombstone.name) == [Self.name])
        #expect(set.entersFeed)
    }

    @Test func theRowThatGoesIsTheStoredOne() throws {
        let record = try Self.after(Self.start())
        var set = WriteSet()
        let lease = try Self.lease(record)
        set.add(lease, to: .id(5))
        let end = try Lifecycle.apply(
            .delete(tombstoneRetention: .seconds(9)), to: Self.after(lease), at: Self.now)
        set.add(end, to: .id(5))
        #expect(set.removed == [record] && set.changes.isEmpty)
    }

    @Test func aBareExtensionTouchesAndStaysOutOfTheFeed() throws {
        let record = try Self.after(Self.lease(Self.after(Self.start())))
        var set = WriteSet()
        let beat = try Lifecycle.apply(.heartbeat(Heartbeat(token: "t")), to: record, at: Self.now + .seconds(3))
        set.add(beat, to: .id(5))
        #expect(set.changes[Self.name]?.isTouch == true && !set.entersFeed && !set.isEmpty)
        let report = Heartbeat(token: "t", progressPercent: 5)
        set.add(
            try Lifecycle.apply(.heartbeat(report), to: Self.after(beat), at: Self.now + .seconds(4)),
            to: .id(5))
        #expect(set.changes[Self.name]?.isTouch == false && set.entersFeed)
    }

    @Test func joiningTheReadySetIsToldBesideTheFeed() throws {
        let request = StartRequest(scheduleTime: Self.now + .seconds(1))
        let start = try Lifecycle.start(
            request, as: Self.name, digest: nil, defaultTimeToLive: .seconds(60), at: Self.now)
        var set = WriteSet()
        let ready = try Lifecycle.apply(.becomeReady, to: Self.after(start), at: Self.now + .seconds(1))
        set.add(ready, to: .id(5))
        #expect(set.readied.map(\.record.name) == [Self.name] && set.entersFeed)
        #expect(set.changes[Self.name]?.isTouch == true)
    }

    @Test func onlyChangedPayloadsAreWritten() throws {
        let record = try Self.after(Self.start())
        let leased = try Self.after(Self.lease(record))
        #expect(PayloadRole.changed(record, leased) == 0)
        let beat = Heartbeat(token: "t", metadata: Samples.json())
        let after = try Self.after(Lifecycle.apply(.heartbeat(beat), to: leased, at: Self.now))
        #expect(PayloadRole.changed(leased, after) == PayloadRole.metadata.bit)
    }

    @Test func placesGoOnAfterASending() throws {
        var set = WriteSet()
        set.add(try Self.start(), to: nil)
        set.clear()
        #expect(set.isEmpty && set.changes.isEmpty && set.lastPlace == 0)
    }
}
