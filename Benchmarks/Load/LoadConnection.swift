import NIOCore

/// A connection that makes calls; it lives on one event loop.
protocol LoadConnection: ChannelHandler, SendableMetatype {
    var book: CallBook { get }
    /// Proof, beyond the single answers, that these were whole.
    func check(calls: Int) throws
    /// Makes so many calls at once; while `isRepeating`, each answer brings forth another call.
    func start(_ calls: Int, isRepeating: Bool)
    func whenQuiet(on eventLoop: any EventLoop) -> EventLoopFuture<Void>
    func stopRepeating()
    func fail(_ fault: any Error)
}
