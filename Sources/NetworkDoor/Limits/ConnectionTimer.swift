import NIOCore

/// The one timer of a connection. Deadlines mostly move away before they come, so it is only set anew for an earlier one.
struct ConnectionTimer {
    private var scheduled: Scheduled<Void>?
    private var deadline = NIODeadline.distantFuture

    mutating func set(_ next: NIODeadline, _ loop: any EventLoop, _ action: @escaping () -> Void) {
        if scheduled != nil, next >= deadline, deadline > loop.now { return }
        scheduled?.cancel()
        guard next < .distantFuture else {
            scheduled = nil
            return
        }
        deadline = next
        scheduled = loop.assumeIsolated().scheduleTask(deadline: next, action)
    }

    mutating func cancel() {
        scheduled?.cancel()
        scheduled = nil
    }
}
