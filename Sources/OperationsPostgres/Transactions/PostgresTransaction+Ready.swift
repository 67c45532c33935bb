import OperationsCore
import PostgresClient

/// Finding work: the ready set by queue, or by name. What another transaction holds is passed over.
extension PostgresTransaction {
    func ready(_ selector: LeaseSelector, limit: Int) throws -> [OperationRecord] {
        guard limit > 0 else { return [] }
        return try guarded {
            guard selector.names.isEmpty else {
                return try lockReady(Array(selector.names), selector.queues, selector.scope, limit)
            }
            if let queue = selector.queues.first, selector.queues.count == 1 {
                return try readyInQueue(queue, selector.scope, limit)
            }
            return try readyInQueues(selector.queues, selector.scope, limit)
        }
    }

    private func readyInQueue(_ queue: String, _ scope: Parent, _ limit: Int) throws -> [OperationRecord] {
        try ask(.readyInQueue) { binder in
            binder.kept(queue)
            Self.bind(scope, to: &binder)
            binder.int(Int64(limit))
        }.all { noted(try RecordColumns.read(&$0)) }
    }

    private static let mostCandidates = 1 << 40

    /// Looks for candidates without locks, then locks as many of them as are asked for. When others hold too many of
    /// the foremost, it looks at more.
    private func readyInQueues(_ queues: Set<String>, _ scope: Parent, _ limit: Int) throws -> [OperationRecord] {
        var mostCandidates = min(limit, Self.mostCandidates) + 50
        while true {
            let names = try readyNames(queues, scope, mostCandidates)
            let found = names.isEmpty ? [] : try lockReady(names, [], .root, limit)
            guard found.count < limit, names.count == mostCandidates else { return found }
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
        _ names: [OperationName], _ queues: Set<String>, _ scope: Parent, _ limit: Int
    ) throws -> [OperationRecord] {
        try ask(.readyByName) { binder in
            binder.names(names)
            binder.texts(queues.map(KeptText.escape))
            Self.bind(scope, to: &binder)
            binder.int(Int64(limit))
        }.all { noted(try RecordColumns.read(&$0)) }
    }

    private static func bind(_ scope: Parent, to binder: inout PostgresBinder) {
        let names = NameBounds.beginning(with: scope.subtreePrefix)
        binder.kept(names.lower)
        binder.kept(names.upper ?? "\u{7F}")
    }
}
