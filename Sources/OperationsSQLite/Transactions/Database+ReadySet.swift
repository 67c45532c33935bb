import GRDB
import OperationsCore

/// Finding work: the ready set by queue, or by name.
extension Database {
    /// - Parameter take: takes the rows in their order, with their payloads; false ends the search.
    func ready(_ selector: LeaseSelector, limit: Int, _ take: (RecordColumns.Row) throws -> Bool) throws {
        guard limit > 0 else { return }
        if selector.names.isEmpty, let queue = selector.queues.first, selector.queues.count == 1 {
            return try query(.readyInQueue) {
                Self.bindReady(queue, selector, limit, to: &$0)
            } row: {
                try take(try withPayloads(RecordColumns.read(&$0)))
            }
        }
        let keys = try selector.names.isEmpty ? readyKeys(selector, limit: limit) : readyKeysByName(selector)
        for key in keys.sorted().prefix(limit) {
            guard let row = try operation(id: key.id), try take(row) else { return }
        }
    }

    /// The foremost of each queue.
    private func readyKeys(_ selector: LeaseSelector, limit: Int) throws -> [ReadyKey] {
        let queues = try selector.queues.isEmpty ? readyQueues() : Array(selector.queues)
        return try queues.flatMap { queue in
            try all(.readyKeysInQueue, { Self.bindReady(queue, selector, limit, to: &$0) }, row: ReadyKey.init)
        }
    }

    private func readyKeysByName(_ selector: LeaseSelector) throws -> [ReadyKey] {
        try selector.names.compactMap(operation).filter {
            $0.record.isReady && selector.matches($0.record)
        }.map { ReadyKey($0) }
    }

    /// The queues in which something is ready: one search for each.
    private func readyQueues() throws -> [String] {
        var queues: [String] = []
        while let next = try first(.nextReadyQueue, { $0.text(queues.last ?? "") }, row: { $0.text() }) {
            queues.append(next)
        }
        return queues
    }

    private static func bindReady(
        _ queue: String, _ selector: LeaseSelector, _ limit: Int, to binder: inout Binder
    ) {
        binder.text(queue)
        let names = NameBounds.beginning(with: selector.scope.subtreePrefix)
        binder.text(names.lower)
        binder.text(names.upper)
        binder.int(Int64(limit))
    }
}

/// The order of the ready set.
private struct ReadyKey: Comparable {
    let id: Int64
    let priority: Int64
    let readyTime: Int64

    init(_ row: inout RowReader) {
        id = row.int()
        priority = row.int()
        readyTime = row.int()
    }

    init(_ row: RecordColumns.Row) {
        id = row.id
        priority = Int64(row.record.priority)
        readyTime = row.record.readyTime.microseconds
    }

    static func < (left: ReadyKey, right: ReadyKey) -> Bool {
        if left.priority != right.priority { return left.priority > right.priority }
        return (left.readyTime, left.id) < (right.readyTime, right.id)
    }
}
