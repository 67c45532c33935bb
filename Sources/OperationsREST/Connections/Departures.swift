import NIOCore
import Synchronization

/// Tells held calls that the peer has closed their connection.
///
/// The REST library's own way to learn of it costs the connection; a client that polls for work keeps it this way.
final class Departures: Sendable {
    struct Ticket: Sendable {
        fileprivate let connection: ObjectIdentifier
        fileprivate let id: UInt64
    }

    private struct State {
        var actions: [ObjectIdentifier: [UInt64: @Sendable () -> Void]] = [:]
        /// Connections whose peer sends no more, but which are not closed yet.
        var halfClosed: Set<ObjectIdentifier> = []
        var lastID: UInt64 = 0
        var isShuttingDown = false
    }

    private let state = Mutex(State())

    /// Calls `action` when the peer closes the connection, at once when it has.
    func watch(_ channel: any Channel, _ action: @escaping @Sendable () -> Void) -> Ticket {
        let connection = ObjectIdentifier(channel)
        let (ticket, isHalfClosed) = state.withLock { state in
            state.lastID += 1
            state.actions[connection, default: [:]][state.lastID] = action
            return (Ticket(connection: connection, id: state.lastID), state.halfClosed.contains(connection))
        }
        if isHalfClosed || !channel.isActive { action() }
        return ticket
    }

    func forget(_ ticket: Ticket) {
        state.withLock { state in
            state.actions[ticket.connection]?[ticket.id] = nil
            if state.actions[ticket.connection]?.isEmpty == true { state.actions[ticket.connection] = nil }
        }
    }

    /// From now on new connections are closed at once: the library tells only those that it knows already.
    func beginShutdown() {
        state.withLock { $0.isShuttingDown = true }
    }

    fileprivate var isShuttingDown: Bool { state.withLock { $0.isShuttingDown } }

    fileprivate func halfClosed(_ connection: ObjectIdentifier) {
        fire(
            state.withLock { state in
                state.halfClosed.insert(connection)
                return state.actions[connection]
            })
    }

    fileprivate func closed(_ connection: ObjectIdentifier) {
        fire(
            state.withLock { state in
                state.halfClosed.remove(connection)
                return state.actions[connection]
            })
    }

    private func fire(_ actions: [UInt64: @Sendable () -> Void]?) {
        for action in actions?.values.map({ $0 }) ?? [] { action() }
    }
}

/// Stands in each connection's pipeline and reports its end.
final class DepartureHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let departures: Departures

    init(_ departures: Departures) {
        self.departures = departures
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if departures.isShuttingDown { context.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            departures.halfClosed(ObjectIdentifier(context.channel))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        departures.closed(ObjectIdentifier(context.channel))
        context.fireChannelInactive()
    }
}
