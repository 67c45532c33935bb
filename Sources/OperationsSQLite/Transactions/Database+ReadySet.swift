import GRDB
import OperationsCore

/// Finding work: the ready set by queue, or by name.
extension Database {
    func ready(_ selector: LeaseSelector, limit: Int) throws -> [RecordColumns.Row] {
        guard limit > 0 else { return [] }
        guard selector.names.isEmpty else { return try readyByName(selector, limit: limit) }
        if let queue = selector.queues.first, selector.queues.count == 1 {
            return try operations(.readyInQueue) { Self.bindReady(queue, selector, limit, to: &$0) }
        }
        let queues = try selector.queues.isEmpty ? readyQueues() : Array(selector.queues)
        var keys: [ReadyKey] = []
        for queue in queues {
            keys += try all(.readyKeysInQueue, { Self.bindReady(queue, selector, limit, to: &$0) }, row: ReadyKey.init)
        }
        return try keys.sorted().prefix(limit).compactMap { try operation(id: $0.id) }
    }

    private func readyByName(_ selector: LeaseSelector, limit: Int) throws -> [RecordColumns.Row] {
        let rows = try selector.names.compactMap(operation).filter {
            $0.record.isReady && selector.matches($0.record)
        }
        return Array(rows.sorted { ReadyKey($0) < ReadyKey($1) }.prefix(limit))
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
