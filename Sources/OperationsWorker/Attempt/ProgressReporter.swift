import Synchronization

/// Takes progress reports from an attempt. Reporting never waits and may be done as often as one likes: what comes
/// within half a second is sent as one heartbeat.
///
/// ```swift
/// progress.report(percent: 40, message: "reading page 12")
/// ```
public final class ProgressReporter: Sendable {
    private let pending = Mutex<ProgressReport?>(nil)
    private let arrived = Gate()

    public init() {}

    /// Reports how far the work has come.
    ///
    /// - Parameters:
    ///   - percent: 0 to 100; nil leaves it as it was.
    ///   - message: for a person; nil leaves it as it was.
    public func report(percent: Int? = nil, message: String? = nil) {
        report(ProgressReport(percent: percent, message: message))
    }

    /// Reports progress, or new metadata.
    public func report(_ report: ProgressReport) {
        pending.withLock { $0 = ($0 ?? report).updated(by: report) }
        arrived.open()
    }

    var hasReport: Bool { pending.withLock { $0 != nil } }

    /// What was reported since the last call; nil if nothing was.
    func take() -> ProgressReport? {
        arrived.close()
        return pending.withLock { report in
            defer { report = nil }
            return report
        }
    }

    /// Puts back what could not be sent, behind what has come since.
    func putBack(_ report: ProgressReport) {
        pending.withLock { $0 = report.updated(by: $0) }
        arrived.open()
    }

    /// Returns when there is a report, or when the waiting task is cancelled.
    func wait() async {
        await arrived.wait()
    }
}
