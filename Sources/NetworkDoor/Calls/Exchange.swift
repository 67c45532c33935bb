import NIOCore
import NIOHPACK

/// One request and its answer, whatever HTTP version carries them; confined to its connection's event loop.
protocol Exchange: AnyObject {
    /// True while the request's bytes must keep a minimum pace, because nothing is done before all have arrived.
    var isCollecting: Bool { get }

    /// Bytes of the request's body.
    func receive(_ bytes: ByteBuffer)

    /// The request is complete.
    func receiveEnd()

    /// News from whoever works on the call.
    func deliver(_ letter: Letter)

    /// A part of the answer went out to the peer.
    func wrote(_ bytes: Int)

    /// The caller has gone, or never gets an answer: `reason` tells why.
    func abort(_ reason: GRPCStatus)

    /// The door itself refuses the request.
    func refuse(_ fault: DoorFault)

    /// The caller has closed its side of the connection: perhaps it still reads, but it should not be kept waiting.
    func callerListensOnly()
}

extension Exchange {
    func callerListensOnly() {}
}

/// A connection, as an exchange sees it; `id` is the number of the exchange on it.
protocol ExchangeCarrier: AnyObject {
    var door: DoorContext { get }
    var peer: Peer { get }
    var mailbox: Mailbox { get }
    var eventLoop: any EventLoop { get }
    var allocator: ByteBufferAllocator { get }

    /// - Parameter fields: begin with `:status`.
    func writeHead(_ id: Int, _ fields: HPACKHeaders, isLast: Bool)

    /// Takes note of a whole answer before it is written; false when there is no room for it. It counts until it has
    /// left.
    func holdAnswer(_ id: Int, _ bytes: Int) -> Bool

    /// - Parameter tells: what ``Exchange/wrote(_:)`` is told once the bytes have left, and are no longer held. Without
    ///   it they are part of a whole answer.
    func writeBody(_ id: Int, _ bytes: ByteBuffer, tells: Int?)

    /// Ends the answer.
    func writeEnd(_ id: Int, trailers: HPACKHeaders?)

    /// Cuts the answer off.
    func reset(_ id: Int)

    /// The peer may send so many bytes more of this request.
    func grant(_ id: Int, _ bytes: Int)

    /// Takes note that an exchange holds more (or fewer) bytes than before; false when there is no room for more.
    func hold(_ bytes: Int) -> Bool

    /// Hands waiting letters to their exchanges.
    func deliverMail()
}
