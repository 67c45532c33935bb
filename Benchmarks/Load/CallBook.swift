import NIOCore

/// The calls of one connection, as mere counts.
///
/// A class, because who waits for quiet looks into the book at once.
final class CallBook {
    private(set) var answered = 0
    /// Calls that were asked for and are not answered yet.
    private(set) var open = 0
    private(set) var fault: (any Error)?
    private var quiet: EventLoopPromise<Void>?

    func begin(_ calls: Int) {
        open += calls
    }

    /// - Parameter areRepeated: other calls take their places.
    func answer(_ calls: Int, areRepeated: Bool) {
        answered += calls
        if areRepeated { return }
        open -= calls
        if open == 0 { quiet?.succeed() }
    }

    /// The first fault stands.
    func fail(_ fault: any Error) {
        guard self.fault == nil else { return }
        self.fault = fault
        quiet?.fail(fault)
    }

    /// Comes when no call is open; one may wait for it at a time.
    func whenQuiet(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        if let fault {
            promise.fail(fault)
        } else if open == 0 {
            promise.succeed()
        } else {
            quiet = promise
        }
        return promise.futureResult
    }
}
