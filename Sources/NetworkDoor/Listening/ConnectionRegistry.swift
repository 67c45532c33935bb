import NIOCore
import Synchronization

/// All connections of a door: how many there are, and how each is told to go.
final class ConnectionRegistry: Sendable {
    private struct Connection {
        let channel: any Channel
        let drain: @Sendable () -> Void
    }

    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var isDraining = false
        var whenEmpty: CheckedContinuation<Void, Never>?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// - Parameter drain: tells the connection, on its event loop, to end with its last call.
    func entered(_ id: ObjectIdentifier, _ channel: any Channel, _ drain: @escaping @Sendable () -> Void) {
        let isDraining = state.withLock { state in
            state.connections[id] = Connection(channel: channel, drain: drain)
            return state.isDraining
        }
        if isDraining { channel.eventLoop.execute(drain) }
    }

    func left(_ id: ObjectIdentifier) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.connections[id] = nil
            return state.connections.isEmpty ? state.whenEmpty.take() : nil
        }
        waiting?.resume()
    }

    /// False when there are as many connections as may be.
    var hasRoom: Bool { state.withLock { $0.connections.count < limit } }

    var count: Int { state.withLock { $0.connections.count } }

    /// Tells every connection to go, and those that come from now on.
    func drain() {
        let connections = state.withLock { state in
            state.isDraining = true
            return Array(state.connections.values)
        }
        for connection in connections { connection.channel.eventLoop.execute(connection.drain) }
    }

    /// Returns when the last connection has gone.
    func waitUntilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                guard !state.connections.isEmpty else { return true }
                state.whenEmpty = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// Cuts off whatever is left.
    func closeAll() {
        for connection in state.withLock({ Array($0.connections.values) }) {
            connection.channel.close(promise: nil)
        }
    }
}
