public import OperationsCore

/// A clock that is ahead of another, or behind it: that of a node whose clock is wrong.
///
///     let time = ManualTime()
///     let engine = try await OperationEngine(
///         store: shared.node(), payloads: TextPayloads(), time: ShiftedTime(time, by: .seconds(-30)))
public struct ShiftedTime: TimeSource {
    private let base: any TimeSource
    private let shift: Duration

    /// - Parameter shift: how far it is ahead of `base`.
    public init(_ base: any TimeSource, by shift: Duration) {
        self.base = base
        self.shift = shift
    }

    public var now: Timestamp { base.now + shift }

    public func sleep(until time: Timestamp) async throws {
        try await base.sleep(until: time + (.zero - shift))
    }
}
