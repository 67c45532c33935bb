public import OperationsCore
import Synchronization

/// A record in memory; handing it on copies nothing.
public final class CachedRecord: Sendable {
    public let record: OperationRecord
    /// Bytes of all it holds, counted roughly.
    public let size: Int
    private let kept = Mutex(Kept())

    private struct Kept {
        var binary: [UInt8]?
        var json: [UInt8]?

        subscript(form: Form) -> [UInt8]? {
            get { form == .binary ? binary : json }
            set { if form == .binary { binary = newValue } else { json = newValue } }
        }
    }

    /// In which it is sent, when a caller asks for nothing special.
    public enum Form: Sendable {
        case binary
        case json
    }

    init(_ record: OperationRecord) {
        self.record = record
        size = record.fullSize
    }

    /// The record in the form in which a door sends it; a small one is kept for the next time.
    ///
    /// - Parameter encode: always gives the same bytes for the same record and form.
    public func encoded(_ form: Form, _ encode: (OperationRecord) -> [UInt8]) -> [UInt8] {
        if let bytes = kept.withLock({ $0[form] }) { return bytes }
        let bytes = encode(record)
        if bytes.count <= Self.mostKept { kept.withLock { $0[form] = bytes } }
        return bytes
    }

    private static let mostKept = 1_024
}

/// Records that were read or written lately, within a bound of memory.
///
/// The commit pipeline publishes every change here after it is durable and before its caller hears of it, so a
/// record found here is never older than what any caller was told. Two generations approximate "least recently
/// used": when the young one is full it becomes the old one, and what is asked for again moves back.
final class RecordCache: Sendable {
    private struct State {
        var young: [String: CachedRecord] = [:]
        var old: [String: CachedRecord] = [:]
        var youngBytes = 0
        /// Counts everything that left, so that a slow reader cannot put back what has been replaced meanwhile.
        var losses: UInt64 = 0

        mutating func find(_ name: String, limit: Int) -> CachedRecord? {
            if let record = young[name] { return record }
            guard let record = old.removeValue(forKey: name) else { return nil }
            insert(record, limit: limit)
            return record
        }

        mutating func insert(_ record: CachedRecord, limit: Int) {
            if let previous = young.updateValue(record, forKey: record.record.name.text) {
                youngBytes -= cost(of: previous)
            }
            youngBytes += cost(of: record)
            guard youngBytes > limit else { return }
            old = young
            young = [:]
            youngBytes = 0
            losses += 1
        }

        mutating func remove(_ name: String) {
            if let previous = young.removeValue(forKey: name) { youngBytes -= cost(of: previous) }
            old[name] = nil
            losses += 1
        }

        private func cost(of record: CachedRecord) -> Int {
            // Beside the record, the forms in which it was sent.
            record.size + 768 + 1_024
        }
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter bytes: the bound of memory, counted roughly; 0: nothing is kept.
    init(bytes: Int) {
        limit = bytes / 2
    }

    /// True when it never holds anything.
    var isOff: Bool { limit == 0 }

    func record(named name: String) -> OperationRecord? {
        cached(name)?.record
    }

    func cached(_ name: String) -> CachedRecord? {
        isOff ? nil : state.withLock { $0.find(name, limit: limit) }
    }

    /// Takes note of a committed change.
    func publish(_ transition: Transition) {
        guard !isOff else { return }
        state.withLock { state in
            if let record = transition.after {
                state.old[record.name.text] = nil
                state.insert(CachedRecord(record), limit: limit)
            } else if let before = transition.before {
                state.remove(before.name.text)
            }
        }
    }

    /// Forgets everything: a transaction failed in a way that leaves open whether it was stored.
    func removeAll() {
        state.withLock { state in
            state.young = [:]
            state.old = [:]
            state.youngBytes = 0
            state.losses += 1
        }
    }

    /// To be taken before a read of the store whose answer is then offered to ``fill(_:since:)``.
    var epoch: UInt64 {
        state.withLock { $0.losses }
    }

    /// Keeps what a reader found in the store, unless something newer may have come and gone since `epoch`.
    func fill(_ record: OperationRecord, since epoch: UInt64) {
        guard !isOff else { return }
        state.withLock { state in
            let name = record.name.text
            guard state.losses == epoch, state.young[name] == nil, state.old[name] == nil else { return }
            state.insert(CachedRecord(record), limit: limit)
        }
    }
}
