import Logging
public import OperationsCore
import PostgresClient
import Synchronization

extension PostgresStore {
    /// The feed is looked at so often even when nobody tells of anything: that is also how it is noticed that the
    /// server is gone, or there again.
    private static let pulse = Duration.seconds(1)

    public func follow(_ follower: any StoreFollower) async {
        let nudge = Nudge()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.writers.run() }
            group.addTask { await self.readers.run() }
            group.addTask { await self.readFeed(nudge, follower) }
            group.addTask { await self.keepInOrder() }
            group.addTask { await self.keepFeedFree() }
            group.addTask { await self.showPresence(follower) }
            switch options.changes {
            case .listen:
                group.addTask { await self.listen(nudge) }
                group.addTask { await Self.beat(Self.pulse, nudge) }
            case .poll(let interval):
                group.addTask { await Self.beat(min(max(interval, .milliseconds(1)), Self.pulse), nudge) }
            }
        }
    }

    private static func beat(_ interval: Duration, _ nudge: Nudge) async {
        while !Task.isCancelled {
            nudge.give()
            try? await Task.sleep(for: interval)
        }
    }

    private func listen(_ nudge: Nudge) async {
        // The name of a schema is that of a channel, so this does not fail.
        guard let listener = try? PostgresListener(configuration, channel: schema.channel, logger: logger) else {
            return await Self.beat(.milliseconds(100), nudge)
        }
        let writer = surroundings.writer
        await listener.listen {
            // What was told while nobody listened is found by reading.
            nudge.give()
        } onNotification: { notification in
            let word = FeedProgress.Notification(payload: notification.payload, writer: writer)
            if word?.callsForReading == true { nudge.give() }
        }
    }

    private func readFeed(_ nudge: Nudge, _ follower: any StoreFollower) async {
        var sets = openedSets
        for await _ in nudge.all {
            do {
                var isMore = true
                while isMore {
                    let page = try await nextPage(follower)
                    if !page.notices.isEmpty { follower.didChange(page.notices) }
                    if sets != page.descriptorSets { follower.didChangeDescriptorSets() }
                    sets = page.descriptorSets
                    isMore = page.isFull
                    noteSchema(page)
                    setFault(Self.fault(page), follower)
                }
            } catch {
                guard !Task.isCancelled else { return }
                let failure = FailureMapping.failure(error) ?? .unavailable(ErrorSentence.of(error))
                // What comes back will have been restored from elsewhere.
                if Self.isGone(failure) { state.withLock { $0.progress.doubt() } }
                setFault(failure, follower)
            }
        }
    }

    private static func isGone(_ failure: StoreFailure) -> Bool {
        guard case .obstructed(let obstacle, _) = failure else { return false }
        return obstacle == .schemaMissing || obstacle == .databaseMissing
    }

    private func nextPage(_ follower: any StoreFollower) async throws -> FeedPage {
        let progress = state.withLock { $0.progress }
        let page = try await read { try FeedReader(session: $0).read(after: progress.position) }
        guard progress.holds(at: page.server, lastCommit: page.lastCommit) else { return try await startOver(follower) }
        state.withLock { $0.progress.didTell(through: page.position, isAll: !page.isFull) }
        return page
    }

    /// Another server answers than before, or the same again: perhaps it lacks what the last one had acknowledged.
    private func startOver(_ follower: any StoreFollower) async throws -> FeedPage {
        let page = try await read { try FeedReader(session: $0).readNewest() }
        logger.notice(
            "The database was started anew or restored, or another server took over; following it from where it stands now"
        )
        surroundings.cache.removeAll()
        try await raiseCommits(to: page)
        state.withLock { $0.progress.startOver(at: page.position, server: page.server) }
        follower.didLoseTrack()
        return page
    }

    /// A database that was copied without its sequences gives out numbers again that the feed has passed.
    private func raiseCommits(to page: FeedPage) async throws {
        let last = page.position >> FeedProgress.placeBits
        guard page.lastCommit < last, !page.isReadOnly else { return }
        logger.warning("The numbers of commits lie behind the feed; raising them", metadata: ["to": "\(last)"])
        try await writers.run(onCancel: .finish) { session in
            session.queue(StoreStatement.begin.statement)
            session.queue(StoreStatement.lockFeed.statement)
            session.queue(StoreStatement.raiseCommits.statement) { $0.int(last) }
            session.queue(StoreStatement.commit.statement)
            _ = try session.flush(within: Self.readPatience)
        }
    }

    private func noteSchema(_ page: FeedPage) {
        let isTooOld = page.neededProgram > Migration.programVersion
        let wasTooOld = state.withLock { state in
            defer { state.isTooOld = isTooOld }
            return state.isTooOld
        }
        if isTooOld, !wasTooOld { logger.error("\(StoreObstacle.programTooOld.sentence)") }
    }

    private static func fault(_ page: FeedPage) -> StoreFailure? {
        if page.isReadOnly { return .obstructed(.readOnly, detail: "") }
        return page.neededProgram > Migration.programVersion ? .obstructed(.programTooOld, detail: "") : nil
    }

    private func setFault(_ fault: StoreFailure?, _ follower: any StoreFollower) {
        let didChange = state.withLock { state in
            defer { state.fault = fault }
            return (state.fault == nil) != (fault == nil)
        }
        guard didChange else { return }
        if let fault { logger.warning("The store takes no changes", metadata: ["cause": "\(fault.sentence)"]) }
        follower.didChangeFault()
    }
}
