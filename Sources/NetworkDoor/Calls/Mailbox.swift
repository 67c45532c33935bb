import NIOCore
import Synchronization

/// Takes letters for the exchanges of one connection from any thread; its event loop is woken once for many.
final class Mailbox: Sendable {
    private struct State {
        var letters: [(exchange: Int, letter: Letter)] = []
        var isClosed = false
    }

    let eventLoop: any EventLoop
    private let state = Mutex(State())
    private let connection: NIOLoopBound<WeakCarrier>

    /// To be made on the event loop of the connection.
    init(_ carrier: any ExchangeCarrier, _ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        connection = NIOLoopBound(WeakCarrier(carrier), eventLoop: eventLoop)
    }

    func post(_ letter: Letter, to exchange: Int) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            state.letters.append((exchange, letter))
            return state.letters.count == 1
        }
        guard isFirst else { return }
        eventLoop.execute { self.connection.value.carrier?.deliverMail() }
    }

    /// All that arrived since the last time.
    func take() -> [(exchange: Int, letter: Letter)] {
        state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }

    /// The connection is gone; what is still sent is dropped.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.letters = []
        }
    }
}

/// The connection owns its mailbox, not the other way round.
private final class WeakCarrier {
    weak var carrier: (any ExchangeCarrier)?

    init(_ carrier: any ExchangeCarrier) {
        self.carrier = carrier
    }
}
