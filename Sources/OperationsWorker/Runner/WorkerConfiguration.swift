#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a worker takes, and how.
public struct WorkerConfiguration: Hashable, Sendable {
    /// Where to look for work. Default none: the queue `default`.
    public var queues: [String]
    /// Only operations of this parent and of all parents below it. Default empty: all.
    public var parent: String
    /// Attempts at a time, at least 1. Default 1.
    public var concurrency: Int
    /// Who this worker is, for people to read. Default: host name and process id, as in `build7-4711`.
    public var workerID: String
    /// Lease length, 1 s to 1 h; renewed at a third of it, and at least every 10 s. Default 30 s.
    public var leaseDuration: Duration
    /// How long one call waits for work before it is made again. Default 60 s.
    public var waitTimeout: Duration
    /// How long a shutdown lets attempts finish before they are stopped and given back. Default 10 s.
    public var drainGracePeriod: Duration

    public init(
        queues: [String] = [], parent: String = "", concurrency: Int = 1,
        workerID: String = WorkerConfiguration.defaultWorkerID, leaseDuration: Duration = .seconds(30),
        waitTimeout: Duration = .seconds(60), drainGracePeriod: Duration = .seconds(10)
    ) {
        self.queues = queues
        self.parent = parent
        self.concurrency = max(1, concurrency)
        self.workerID = workerID
        self.leaseDuration = leaseDuration
        self.waitTimeout = waitTimeout
        self.drainGracePeriod = drainGracePeriod
    }

    /// Host name and process id.
    public static var defaultWorkerID: String {
        let process = ProcessInfo.processInfo
        return "\(process.hostName)-\(process.processIdentifier)"
    }
}
