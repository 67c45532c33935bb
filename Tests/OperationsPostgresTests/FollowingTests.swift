import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite(.enabled(if: TestDatabase.isThere)) struct FollowingTests {
    private static let ways: [PostgresStore.Changes] = [.listen, .poll(every: .milliseconds(20))]

    @Test(arguments: ways)
    func whatOneCommitsTheOtherIsTold(_ way: PostgresStore.Changes) async throws {
        try await withTwoStores(way) { one, other in
            try await following(other.store as? PostgresStore) { follower in
                let a = try await one.start("a", queue: "mail").name
                try await follower.waitUntil { $0.notices.map(\.name) == [a] }
                let first = try #require(follower.told.notices.first)
                #expect(first.queue == "mail" && first.isReady && !first.isOver && first.nextTime == nil)
                let leased = try await one.lease()
                try await one.complete(try #require(leased.first))
                try await follower.waitUntil { $0.notices.last?.isOver == true }
                #expect(follower.told.notices.last?.nextTime == (try await other.record(a)).expireTime)
                try await one.apply(.delete(tombstoneRetention: .seconds(60)), to: a)
                try await follower.waitUntil { $0.notices.last?.queue == "" }
                let positions = follower.told.notices.map(\.position)
                #expect(positions == Array(Set(positions)).sorted())
            }
        }
    }

    /// Joining the ready set is no change in the feed, but workers at other nodes wait for it.
    @Test(arguments: ways)
    func theOtherHearsWhatBecameReady(_ way: PostgresStore.Changes) async throws {
        try await withTwoStores(way) { one, other in
            let time = one.time
            let a = try await one.start("a", scheduleTime: time.now + .seconds(5)).name
            try await following(other.store as? PostgresStore) { follower in
                time.advance(by: .seconds(5))
                try await one.sweep()
                try await follower.waitUntil { $0.notices.last.map { $0.name == a && $0.isReady } ?? false }
            }
        }
    }

    @Test(arguments: ways)
    func nothingIsOverlookedWhenManyCommit(_ way: PostgresStore.Changes) async throws {
        try await withTwoStores(way) { one, other in
            try await following(other.store as? PostgresStore) { follower in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<60 {
                        let driver = number.isMultiple(of: 2) ? one : other
                        group.addTask { try await driver.start("n\(number)") }
                    }
                    try await group.waitForAll()
                }
                let ofOne = Set((0..<30).map { OperationName(stored: "operations/n\($0 * 2)") })
                try await follower.waitUntil { ofOne.isSubset(of: $0.notices.map(\.name)) }
            }
        }
    }

    /// A dump was put in the place of what is followed: the numbers of commits go back.
    @Test func whatWasPutBackIsFollowedFromWhereItStands() async throws {
        try await followingPast(
            "DELETE FROM operations WHERE name <> 'operations/n0'; SELECT setval('feed_commits', 2)"
        ) {
            _, follower in
            try await follower.waitUntil { $0.losses > 0 }
        }
    }

    /// As logical replication leaves it: the rows are there, and the sequence begins anew.
    @Test func numbersThatTheFeedHasPassedAreNotGivenOutAgain() async throws {
        try await followingPast("SELECT setval('feed_commits', 1)") { isOver, follower in
            if !isOver { try await follower.waitUntil { $0.losses == 1 } }
            #expect(follower.told.losses == 1)
        }
    }

    /// Follows a store whose feed is tampered with; what is started afterwards is told.
    ///
    /// - Parameter check: looks at what was lost, at once and when all is told.
    private func followingPast(
        _ tampering: String, check: (_ isOver: Bool, RecordingFollower) async throws -> Void
    ) async throws {
        try await withTwoStores(.listen) { one, other in
            for number in 0..<9 { try await one.start("n\(number)") }
            let store = try #require(other.store as? PostgresStore)
            try await following(store) { follower in
                let last = try await one.start("last").name
                try await follower.waitUntil { $0.notices.last?.name == last }
                try await TestDatabase.run(store.schema.text) { try $0.execute(tampering, within: .seconds(5)) }
                try await check(false, follower)
                let next = try await one.start("next").name
                try await follower.waitUntil { $0.notices.last?.name == next }
                try await check(true, follower)
            }
        }
    }

    /// It may come back as it was long ago.
    @Test func aSchemaThatWasGoneIsFollowedFromWhereItStands() async throws {
        try await withTwoStores(.listen) { one, other in
            let store = try #require(other.store as? PostgresStore)
            let schema = store.schema.text
            try await following(store) { follower in
                try await TestDatabase.run {
                    try $0.execute("ALTER SCHEMA \(schema) RENAME TO \(schema)_away", within: .seconds(5))
                }
                try await follower.waitUntil { $0.faultChanges == 1 && $0.losses == 0 }
                try await TestDatabase.run {
                    try $0.execute("ALTER SCHEMA \(schema)_away RENAME TO \(schema)", within: .seconds(5))
                }
                try await follower.waitUntil { $0.faultChanges == 2 && $0.losses == 1 }
                #expect(store.fault == nil)
            }
        }
    }

    @Test(arguments: ways)
    func setsThatChangeAreTold(_ way: PostgresStore.Changes) async throws {
        try await withTwoStores(way) { one, other in
            try await following(other.store as? PostgresStore) { follower in
                let set = DescriptorSet(id: "a\0", content: [1], updateTime: one.time.now)
                try await one.store.transact { try $0.put(set) }
                try await follower.waitUntil { $0.setChanges > 0 }
                #expect(try await other.store.descriptorSets() == [set])
            }
        }
    }

    @Test func whoIsNotFollowedHasNoFault() async throws {
        try await withPostgresStore { store, _ in #expect(store.fault == nil && store.isShared) }
    }

    private func following(
        _ store: PostgresStore?, _ body: (RecordingFollower) async throws -> Void
    ) async throws {
        try await OperationsPostgresTests.following(try #require(store), body)
    }
}

/// Runs `body` with two stores on one schema, on one clock.
func withTwoStores(
    _ changes: PostgresStore.Changes = .listen, _ body: (StoreDriver, StoreDriver) async throws -> Void
) async throws {
    try await withPostgresStore {
        $0.changes = changes
    } _: { store, driver in
        let other = try await PostgresStore.open(store.options)
        do {
            try await body(driver, StoreDriver(store: other, time: driver.time))
            await other.close()
        } catch {
            await other.close()
            throw error
        }
    }
}
