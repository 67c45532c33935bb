import DequeModule
import OperationsCore

/// The lease calls that wait, those that ask for the same together: there may be many calls, but few kinds of them.
struct ParkedCalls {
    private struct Group {
        let selector: LeaseSelector
        /// Those who wait longest first.
        var calls = Deque<LeaseCall>()
    }

    private var groups: [Int: Group] = [:]
    private var numbers: [LeaseSelector: Int] = [:]
    private var byQueue: [String: [Int]] = [:]
    private var anyQueue: [Int] = []
    private var lastNumber = 0
    /// Whose turn it was last; see ``takeOneOfEach(limit:)``.
    private var lastTurn = 0

    var isEmpty: Bool { groups.isEmpty }

    /// Also gives a call that was woken in vain its old place back.
    mutating func insert(_ call: LeaseCall) {
        let number = numbers[call.request.selector] ?? addGroup(call.request.selector)
        groups[number]?.calls.insert(call)
    }

    /// Takes one call away; false when it is not parked.
    mutating func remove(_ call: LeaseCall) -> Bool {
        guard let number = numbers[call.request.selector], groups[number]?.calls.remove(call) == true else {
            return false
        }
        dropIfEmpty(number)
        return true
    }

    /// Takes the calls to ask again, now that these operations are ready: for each operation the one that has waited
    /// longest of those who would take it, unless one that is woken anyway has room for it.
    mutating func take(for ready: [ReadyOperation]) -> [LeaseCall] {
        var woken: [(call: LeaseCall, capacity: Int)] = []
        for operation in ready {
            if let index = woken.firstIndex(where: { $0.capacity > 0 && $0.call.request.selector.matches(operation) }) {
                woken[index].capacity -= 1
            } else if let call = takeFirst(for: operation) {
                woken.append((call, call.request.count - 1))
            }
            if isEmpty && woken.allSatisfy({ $0.capacity == 0 }) { break }
        }
        return woken.map(\.call)
    }

    /// Takes the one that has waited longest of those who ask for the same, for at most so many kinds; the next time for
    /// those behind.
    mutating func takeOneOfEach(limit: Int) -> [LeaseCall] {
        let turns = groups.keys.sorted()
        let next = (turns.filter { $0 > lastTurn } + turns.filter { $0 <= lastTurn }).prefix(limit)
        lastTurn = next.last ?? lastTurn
        return next.compactMap { takeFirst(of: $0) }
    }

    mutating func takeAll() -> [LeaseCall] {
        defer { self = ParkedCalls() }
        return groups.values.flatMap(\.calls)
    }

    private mutating func takeFirst(for operation: ReadyOperation) -> LeaseCall? {
        let queued = firstGroup(among: byQueue[operation.queue] ?? [], for: operation)
        let unqueued = firstGroup(among: anyQueue, for: operation)
        return [queued, unqueued].compactMap(\.self).min { $0.id < $1.id }.flatMap { takeFirst(of: $0.number) }
    }

    /// The group whose first call has waited longest, and that call's id.
    private func firstGroup(
        among numbers: [Int], for operation: ReadyOperation
    ) -> (number: Int, id: UInt64)? {
        var first: (number: Int, id: UInt64)?
        for number in numbers {
            guard let group = groups[number], let id = group.calls.first?.id, group.selector.matches(operation),
                id < first?.id ?? .max
            else { continue }
            first = (number, id)
        }
        return first
    }

    private mutating func takeFirst(of number: Int) -> LeaseCall? {
        defer { dropIfEmpty(number) }
        return groups[number]?.calls.popFirst()
    }

    private mutating func addGroup(_ selector: LeaseSelector) -> Int {
        lastNumber += 1
        groups[lastNumber] = Group(selector: selector)
        numbers[selector] = lastNumber
        for queue in selector.queues { byQueue[queue, default: []].append(lastNumber) }
        if selector.queues.isEmpty { anyQueue.append(lastNumber) }
        return lastNumber
    }

    private mutating func dropIfEmpty(_ number: Int) {
        guard let group = groups[number], group.calls.isEmpty else { return }
        groups[number] = nil
        numbers[group.selector] = nil
        for queue in group.selector.queues {
            byQueue[queue]?.removeAll { $0 == number }
            if byQueue[queue]?.isEmpty == true { byQueue[queue] = nil }
        }
        if group.selector.queues.isEmpty { anyQueue.removeAll { $0 == number } }
    }
}

/// In the order of their ids, in which they came.
extension Deque<LeaseCall> {
    fileprivate mutating func insert(_ call: LeaseCall) {
        if let last, call.id < last.id {
            insert(call, at: place(of: call.id))
        } else {
            append(call)
        }
    }

    fileprivate mutating func remove(_ call: LeaseCall) -> Bool {
        let index = place(of: call.id)
        guard index < count, self[index] === call else { return false }
        remove(at: index)
        return true
    }

    /// Where the first stands whose id is not less.
    private func place(of id: UInt64) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
