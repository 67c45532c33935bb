import Logging
import OperationsCore
import PostgresClient
import Synchronization

/// Whoever serves from a schema holds a shared lock of it, on a connection of its own, so that nobody fills the schema
/// meanwhile. Should the connection break just then, the node's commits are refused all the same (``StoreLoading/barrier``),
/// and here it is noticed.
extension PostgresStore {
    private static let interval = Duration.seconds(1)

    /// Holds the lock until the task is cancelled, and takes it again when it was lost.
    func showPresence(_ follower: any StoreFollower) async {
        while !Task.isCancelled {
            if let connection = try? await PostgresConnection.open(presence) {
                await stay(on: connection, follower)
                await connection.close()
            }
            // The pulse tells when the server is out of reach.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Returns when the connection breaks.
    private func stay(on connection: PostgresConnection, _ follower: any StoreFollower) async {
        var isShown = false
        while !Task.isCancelled {
            do {
                let wasShown = isShown
                let tenancy = try await connection.run { try Tenancy.read($0, isShown: wasShown) }
                isShown = tenancy.isShown
                note(tenancy, follower)
                try await Task.sleep(for: Self.interval)
            } catch {
                return
            }
        }
    }

    private func note(_ tenancy: Tenancy, _ follower: any StoreFollower) {
        let (obstacle, isNews, didChange) = state.withLock { state in
            let before = (state.obstacle, state.currentFault == nil)
            state.obstacle = tenancy.obstacle(secret: state.secret)
            return (state.obstacle, state.obstacle != before.0, (state.currentFault == nil) != before.1)
        }
        if isNews, let obstacle { logger.error("\(obstacle.sentence)") }
        if didChange { follower.didChangeFault() }
    }
}

/// Whose the schema is.
struct Tenancy: Hashable, Sendable {
    /// The lock is held.
    var isShown: Bool
    var isFilled: Bool
    var secret: [UInt8]

    private static let patience = Duration.milliseconds(2_500)

    /// Takes the lock, unless this connection has it.
    static func read(_ session: PostgresSession, isShown: Bool) throws -> Tenancy {
        let shows = try isShown || take(session)
        session.queue(ArchiveStatement.tenancy.statement)
        let row = try session.flush(within: patience).first?.first { (isFilled: $0.bool(), secret: $0.bytes()) }
        return Tenancy(isShown: shows, isFilled: row?.isFilled ?? false, secret: row?.secret ?? [])
    }

    private static func take(_ session: PostgresSession) throws -> Bool {
        session.queue(ArchiveStatement.showPresence.statement)
        return try session.flush(within: patience).first?.first { $0.bool() } ?? false
    }

    /// - Parameter secret: that of the store when it was opened.
    func obstacle(secret: [UInt8]) -> StoreObstacle? {
        if isFilled { return .beingFilled }
        return self.secret == secret ? nil : .replaced
    }
}
