import Synchronization

/// Counts the bytes that all connections of a door hold together.
final class ByteBudget: Sendable {
    private let limit: Int
    private let held = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes `bytes` if there is room for them.
    func take(_ bytes: Int) -> Bool {
        let after = held.add(bytes, ordering: .relaxed).newValue
        if after <= limit { return true }
        held.subtract(bytes, ordering: .relaxed)
        return false
    }

    func giveBack(_ bytes: Int) {
        held.subtract(bytes, ordering: .relaxed)
    }

    var heldBytes: Int { held.load(ordering: .relaxed) }
}

/// What one connection holds: its own limit, and a share of the budget of all.
///
/// A first share is free, so that small calls never touch the shared counter.
struct ConnectionBudget {
    private static let freeShare = 4 * 1_024

    private let limit: Int
    private let shared: ByteBudget
    private var taken = 0
    private(set) var held = 0

    init(limit: Int, shared: ByteBudget) {
        self.limit = limit
        self.shared = shared
    }

    /// Takes (or with a negative number gives back) bytes; false when there is no room, and then nothing is taken.
    mutating func hold(_ bytes: Int) -> Bool {
        if bytes > 0, held + bytes > limit { return false }
        return take(bytes)
    }

    /// The same for a whole answer, which may be larger than the limit when nothing else is held.
    mutating func holdAnswer(_ bytes: Int) -> Bool {
        if held > 0, held + bytes > limit { return false }
        return take(bytes)
    }

    private mutating func take(_ bytes: Int) -> Bool {
        let after = held + bytes
        let wanted = after > Self.freeShare ? after : 0
        if wanted > taken {
            guard shared.take(wanted - taken) else { return false }
        } else if wanted < taken {
            shared.giveBack(taken - wanted)
        }
        taken = wanted
        held = after
        return true
    }

    /// The connection is gone.
    mutating func giveAllBack() {
        shared.giveBack(taken)
        taken = 0
        held = 0
    }
}
