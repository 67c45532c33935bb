import DequeModule
import NIOCore
import Synchronization

/// Takes letters for the exchanges of one connection from any thread; its event loop is woken once for many.
final class Mailbox: Sendable {
    private struct State {
        var letters: Deque<(exchange: Int, letter: Letter)> = []
        var isClosed = false
    }

    private static let mostInOneTurn = 64

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
        if isFirst { wake() }
    }

    /// The next letters. Many at once come in several turns of the event loop, so that other connections have theirs.
    func take() -> [(exchange: Int, letter: Letter)] {
        let (letters, hasMore) = state.withLock { state in
            let letters = Array(state.letters.prefix(Self.mostInOneTurn))
            state.letters.removeFirst(letters.count)
            return (letters, !state.letters.isEmpty)
        }
        if hasMore { wake() }
        return letters
    }

    private func wake() {
        eventLoop.execute { self.connection.value.carrier?.deliverMail() }
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
