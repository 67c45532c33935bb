import OperationsCore
import Testing

@testable import OperationsPostgres

@Suite struct FeedProgressTests {
    private static func position(_ commit: Int64, _ place: Int64 = 0) -> Int64 { commit << 20 + place }

    private static func end(_ commit: Int64) -> Int64 { position(commit + 1) - 1 }

    private static let server = Timestamp(microseconds: 1)

    private func following(through position: Int64) -> FeedProgress {
        FeedProgress(position: position, server: Self.server)
    }

    @Test func ownCommitsThatFollowDirectlyAreSkipped() {
        var progress = following(through: 0)
        progress.didTell(through: Self.position(7, 3), isAll: true)
        #expect(progress.position == Self.end(7))
        progress.confirm(8)
        #expect(progress.position == Self.end(8))
        progress.confirm(9)
        #expect(progress.position == Self.end(9))
    }

    /// Between two commits of our own another's may lie that was not told yet.
    @Test func othersAreNeverSkipped() {
        var progress = following(through: Self.end(7))
        progress.confirm(9)
        #expect(progress.position == Self.end(7))
        progress.didTell(through: Self.position(8, 1), isAll: true)
        progress.confirm(9)
        #expect(progress.position == Self.end(9))
    }

    /// A page may end within a commit of another.
    @Test func theRestOfACommitIsNotSkipped() {
        var progress = following(through: Self.end(6))
        progress.didTell(through: Self.position(7, 999), isAll: false)
        progress.confirm(8)
        #expect(progress.position == Self.position(7, 999))
        progress.didTell(through: Self.position(7, 1_200), isAll: true)
        progress.confirm(8)
        #expect(progress.position == Self.end(8))
    }

    @Test func nothingLeadsBack() {
        var progress = following(through: Self.end(7))
        progress.didTell(through: Self.position(6), isAll: true)
        progress.confirm(7)
        progress.confirm(3)
        #expect(progress.position == Self.end(7))
    }

    /// Another server may have received less: what it does from then on has positions that were told before.
    @Test func anotherServerIsFollowedFromWhereItStands() {
        let other = Timestamp(microseconds: 2)
        var progress = following(through: Self.end(7))
        #expect(progress.holds(at: Self.server, lastCommit: 7) && !progress.holds(at: other, lastCommit: 7))
        progress.startOver(at: Self.position(5, 3), server: other)
        #expect(progress.position == Self.end(5))
        #expect(progress.holds(at: other, lastCommit: 5) && !progress.holds(at: Self.server, lastCommit: 7))
    }

    @Test func aServerThatWasPutBackIsFollowedFromWhereItStands() {
        var progress = following(through: Self.end(7))
        #expect(!progress.holds(at: Self.server, lastCommit: 6))
        progress.doubt()
        #expect(!progress.holds(at: Self.server, lastCommit: 7))
        progress.startOver(at: Self.position(6), server: Self.server)
        #expect(progress.holds(at: Self.server, lastCommit: 6))
    }

    /// Whose servers take turns in answering.
    @Test func manyServersOfOneDatabaseAreAllRemembered() {
        let other = Timestamp(microseconds: 2)
        var progress = FeedProgress(position: Self.end(7), server: Self.server, hasManyServers: true)
        progress.startOver(at: Self.end(8), server: other)
        #expect(progress.holds(at: Self.server, lastCommit: 8) && progress.holds(at: other, lastCommit: 8))
    }

    @Test(
        arguments: [
            ("change 5 me", FeedProgress.Notification.change(isOwn: true)), ("change 5 other", .change(isOwn: false)),
            ("sets other", .sets), ("sets me", .sets), ("", nil), ("change", nil), ("hello world", nil),
        ] as [(String, FeedProgress.Notification?)])
    func notificationsAreUnderstood(_ payload: String, _ notification: FeedProgress.Notification?) {
        #expect(FeedProgress.Notification(payload: payload, writer: "me") == notification)
        #expect(notification?.callsForReading != (notification == .change(isOwn: true)))
    }
}
