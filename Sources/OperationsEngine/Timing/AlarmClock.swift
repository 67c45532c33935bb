import HeapModule
import OperationsCore
import Synchronization

/// Calls back at set times: the time-outs of waiters, at no task each.
///
/// Times are rounded up to ticks of 5 ms; all alarms of one tick share a bucket, so that setting and clearing an
/// alarm costs the same however many there are.
final class AlarmClock: Sendable {
    typealias Action = @Sendable () -> Void

    /// Names one alarm, so that it can be cleared.
    struct Alarm: Sendable {
        fileprivate let tick: Int64
        fileprivate let id: UInt64
    }

    private struct State {
        var buckets: [Int64: [UInt64: Action]] = [:]
        var ticks = Heap<Int64>()
        var lastID: UInt64 = 0

        mutating func add(_ action: @escaping Action, at tick: Int64) -> Alarm {
            lastID += 1
            if buckets[tick] == nil { ticks.insert(tick) }
            buckets[tick, default: [:]][lastID] = action
            return Alarm(tick: tick, id: lastID)
        }

        mutating func takeDue(at tick: Int64) -> [Action] {
            var due: [Action] = []
            while let first = ticks.min, first <= tick {
                ticks.removeMin()
                due.append(contentsOf: buckets.removeValue(forKey: first)?.values.map { $0 } ?? [])
            }
            return due
        }
    }

    private static let tickLength: Int64 = 5_000
    private let state = Mutex(State())
    private let time: any TimeSource
    private let timer: WakeTimer

    init(time: any TimeSource) {
        self.time = time
        timer = WakeTimer(time: time)
    }

    func set(at moment: Timestamp, _ action: @escaping Action) -> Alarm {
        let tick = moment.microseconds / Self.tickLength + 1
        let alarm = state.withLock { $0.add(action, at: tick) }
        timer.request(Timestamp(microseconds: tick * Self.tickLength))
        return alarm
    }

    /// Forgets an alarm; does nothing when it has rung.
    func clear(_ alarm: Alarm) {
        state.withLock { $0.buckets[alarm.tick]?[alarm.id] = nil }
    }

    /// Rings alarms until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await timer.sleep()
            let (due, next) = state.withLock { state in
                (state.takeDue(at: time.now.microseconds / Self.tickLength), state.ticks.min)
            }
            if let next { timer.request(Timestamp(microseconds: next * Self.tickLength)) }
            for action in due { action() }
        }
    }
}
