import OperationsCore
import PostgresClient

/// Finding work: the ready set by queue, or by name. What another transaction holds is passed over.
extension PostgresTransaction {
    func ready(_ selector: LeaseSelector, limit: Int, byteLimit: Int) throws -> RecordBatch {
        let room = Room(limit: limit, byteLimit: byteLimit)
        guard limit > 0 else { return RecordBatch(limit: 0, byteLimit: byteLimit) }
        return try guarded {
            guard selector.names.isEmpty else {
                return try lockReady(Array(selector.names), selector.queues, selector.scope, room)
            }
            if let queue = selector.queues.first, selector.queues.count == 1 {
                return try readyInQueue(queue, selector.scope, room)
            }
            return try readyInQueues(selector.queues, selector.scope, room)
        }
    }

    /// How much is asked for.
    private struct Room {
        let limit: Int
        let byteLimit: Int
    }

    private func readyInQueue(_ queue: String, _ scope: Parent, _ room: Room) throws -> RecordBatch {
        try batch(.readyInQueue, limit: room.limit, byteLimit: room.byteLimit) { binder in
            binder.kept(queue)
            Self.bind(scope, to: &binder)
        }
    }

    static let mostCandidates = 1 << 40

    /// Looks for candidates without locks, then locks as many of them as are asked for. When others hold too many of
    /// the foremost, it looks at more.
    private func readyInQueues(_ queues: Set<String>, _ scope: Parent, _ room: Room) throws -> RecordBatch {
        var mostCandidates = min(room.limit, Self.mostCandidates) + 50
        while true {
            let names = try readyNames(queues, scope, mostCandidates)
            guard !names.isEmpty else { return RecordBatch(limit: room.limit, byteLimit: room.byteLimit) }
            let found = try lockReady(names, [], .root, room)
            let mayBeMore = found.records.count < room.limit && found.leftover == nil
            guard mayBeMore, names.count == mostCandidates else { return found }
            mostCandidates = min(mostCandidates, Self.mostCandidates) * 8
        }
    }

    /// - Parameter queues: none means any.
    private func readyNames(_ queues: Set<String>, _ scope: Parent, _ limit: Int) throws -> [OperationName] {
        try ask(queues.isEmpty ? .readyNames : .readyNamesInQueues) { binder in
            Self.bind(scope, to: &binder)
            binder.int(Int64(limit))
            if !queues.isEmpty { binder.texts(queues.map(KeptText.escape)) }
        }.all { $0.name() }
    }

    private func lockReady(
        _ names: [OperationName], _ queues: Set<String>, _ scope: Parent, _ room: Room
    ) throws -> RecordBatch {
        try batch(.readyByName, limit: room.limit, byteLimit: room.byteLimit) { binder in
            binder.names(names)
            binder.texts(queues.map(KeptText.escape))
            Self.bind(scope, to: &binder)
        }
    }

    private static func bind(_ scope: Parent, to binder: inout PostgresBinder) {
        let names = NameBounds.beginning(with: scope.subtreePrefix)
        binder.kept(names.lower)
        binder.kept(names.upper ?? "\u{7F}")
    }
}
