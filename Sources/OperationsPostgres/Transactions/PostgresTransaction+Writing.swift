import OperationsCore
import PostgresClient

extension PostgresTransaction {
    func write(_ transitions: [Transition]) throws {
        try guarded {
            let transitions = transitions.filter { !$0.isIdentity }
            try learn(transitions)
            for transition in transitions { try write(transition) }
        }
    }

    /// Locks and reads what must be known before anything is written: the rows of operations that this transaction has
    /// not read. Whether a new name is free is for the server to say at the end, unless it has said no before.
    private func learn(_ transitions: [Transition]) throws {
        var fresh: Set<OperationName> = []
        var unread: Set<OperationName> = []
        for transition in transitions {
            guard let name = transition.name, !fresh.contains(name), known[name] == nil else { continue }
            if transition.before == nil { fresh.insert(name) } else { unread.insert(name) }
        }
        if isCareful {
            unread.formUnion(fresh)
            try refuseTakenKeys(transitions)
        }
        if !unread.isEmpty { _ = try find(Array(unread)) }
    }

    private func refuseTakenKeys(_ transitions: [Transition]) throws {
        var names: [RequestKey: OperationName] = [:]
        for transition in transitions {
            guard transition.before == nil, let record = transition.after, transition.requestDigest != nil,
                let requestID = record.requestID
            else { continue }
            let key = RequestKey(parent: record.name.parent, requestID: requestID)
            if names.updateValue(record.name, forKey: key) != nil { throw StoreConflict(name: record.name) }
        }
        if let taken = try findStarts(Array(names.keys)).keys.first, let name = names[taken] {
            throw StoreConflict(name: name)
        }
    }

    private func write(_ transition: Transition) throws {
        guard let name = transition.name else { return }
        guard writes.lastPlace + 1 < WriteSet.mostPlaces else {
            throw StoreFailure.unavailable("A transaction holds at most \(WriteSet.mostPlaces) changes.")
        }
        let identity = writes.add(transition, to: try identity(of: name, before: transition.before))
        known[name] = transition.after.flatMap { after in
            identity.map { .live(revision: after.revision, $0) }
        }
        if transition.after == nil { known[name] = transition.tombstone == nil ? nil : .gone }
    }

    /// - Returns: nil for a new operation.
    private func identity(of name: OperationName, before: OperationRecord?) throws -> WriteSet.Identity? {
        switch (known[name], before) {
        case (nil, nil): return nil
        case (.live(let revision, let identity), let before?) where revision == before.revision: return identity
        default: throw StoreConflict(name: name)
        }
    }

    func purgeTombstones(limit: Int) throws -> Int {
        let now = now
        return try guarded {
            sendForgotten()
            let names = try ask(.overdueTombstones) {
                $0.time(now)
                $0.int(Int64(max(limit, 0)))
            }.all { $0.name() }
            guard !names.isEmpty else { return 0 }
            forgotten += names
            known = known.filter { if case .gone = $0.value { false } else { true } }
            return names.count
        }
    }

    /// Queues the end of tombstones that are locked. Behind the lock of the feed, as all that is written to request ids:
    /// a start in another transaction may use one of them again, and would wait for this one while it holds the feed.
    func sendForgotten() {
        guard !forgotten.isEmpty else { return }
        let names = forgotten
        forgotten = []
        lockFeed()
        session.queue(StoreStatement.forgetTombstones.statement) { $0.names(names) }
        hasWritten = true
    }
}
