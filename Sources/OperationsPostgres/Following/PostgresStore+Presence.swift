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
        var setbacks = PresenceSetbacks()
        while !Task.isCancelled {
            do {
                let connection = try await PostgresConnection.open(presence)
                let end = await stay(on: connection, follower) { setbacks.didShow() }
                await connection.close()
                if let end { throw end }
            } catch {
                noteSetback(error, &setbacks)
            }
            try? await Task.sleep(for: setbacks.pause)
        }
    }

    /// Returns why the connection is of no more use; nil when the task was cancelled.
    private func stay(
        on connection: PostgresConnection, _ follower: any StoreFollower, didShow: () -> Void
    ) async -> (any Error)? {
        var isShown = false
        while !Task.isCancelled {
            do {
                let wasShown = isShown
                let tenancy = try await connection.run { try Tenancy.read($0, isShown: wasShown) }
                isShown = tenancy.isShown
                if let refusal = tenancy.refusal { noteRefusal(refusal, as: Self.unshown) }
                note(tenancy, follower)
                didShow()
            } catch let error as PostgresError where error.leavesConnection {
                // The next answer may be another, and a new connection would hear the same.
                noteRefusal(Mishap(error, while: .working))
            } catch {
                return error
            }
            try? await Task.sleep(for: Self.interval)
        }
        return nil
    }

    private func noteSetback(_ error: any Error, _ setbacks: inout PresenceSetbacks) {
        let mishap = Mishap(error, while: .working)
        // Who is out of reach as a whole is told of by the pulse, and is to be found as soon as it is back.
        setbacks.didFail(restWorks: fault == nil)
        guard setbacks.isToBeTold || mishap.cause.isRefusal,
            state.withLock({ $0.refusals.isDue("showPresence", mishap.cause, now: .now) })
        else { return }
        logger.warning("\(Self.unshown)", metadata: ["error": "\(mishap.message)"])
    }

    private static let unshown =
        "This node cannot show in the database that it serves from the schema, so 'longrun store copy' may begin to fill it; "
        + "it needs a connection of its own for that, and the right to take an advisory lock"

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
    /// Why the lock could not even be asked for.
    var refusal: Mishap?

    private static let patience = Duration.milliseconds(2_500)

    /// Takes the lock, unless this connection has it. Whose the schema is is read in any case.
    static func read(_ session: PostgresSession, isShown: Bool) throws -> Tenancy {
        let (shows, refusal) = isShown ? (true, nil) : try take(session)
        session.queue(ArchiveStatement.tenancy.statement)
        let row = try session.flush(within: patience).first?.first { (isFilled: $0.bool(), secret: $0.bytes()) }
        return Tenancy(isShown: shows, isFilled: row?.isFilled ?? false, secret: row?.secret ?? [], refusal: refusal)
    }

    private static func take(_ session: PostgresSession) throws -> (isShown: Bool, refusal: Mishap?) {
        do {
            session.queue(ArchiveStatement.showPresence.statement)
            return (try session.flush(within: patience).first?.first { $0.bool() } ?? false, nil)
        } catch let error as PostgresError where error.leavesConnection && session.isOpen {
            session.discardQueued()
            return (false, Mishap(error, while: .working))
        }
    }

    /// - Parameter secret: that of the store when it was opened.
    func obstacle(secret: [UInt8]) -> StoreObstacle? {
        if isFilled { return .beingFilled }
        return self.secret == secret ? nil : .replaced
    }
}

extension PostgresError {
    /// True when the server refused a statement, and hears the next.
    fileprivate var leavesConnection: Bool {
        if case .server = kind { true } else { false }
    }
}
