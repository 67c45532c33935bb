import OperationsCore

/// Gathers lookups that arrive while others are under way, so that one query answers them all. A query never answers
/// who came after it was sent.
struct LookupQueue<Waiter: Sendable>: Sendable {
    struct Entry: Sendable {
        let name: OperationName
        let waiter: Waiter
    }

    /// So many queries are under way at once.
    private let mostRunning: Int
    /// So many names go into one query.
    private let mostNames: Int
    private var waiting: [Entry] = []
    private var running = 0

    init(mostRunning: Int, mostNames: Int) {
        self.mostRunning = mostRunning
        self.mostNames = mostNames
    }

    /// - Returns: what to ask for now; its first leads.
    mutating func add(_ name: OperationName, _ waiter: Waiter) -> [Entry]? {
        waiting.append(Entry(name: name, waiter: waiter))
        guard running < mostRunning else { return nil }
        running += 1
        return take()
    }

    /// A query has ended.
    ///
    /// - Returns: what to ask for next; its first leads.
    mutating func finish() -> [Entry]? {
        guard !waiting.isEmpty else {
            running -= 1
            return nil
        }
        return take()
    }

    private mutating func take() -> [Entry] {
        defer { waiting = Array(waiting.dropFirst(mostNames)) }
        return Array(waiting.prefix(mostNames))
    }
}
