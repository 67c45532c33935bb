import OperationsCore
import PostgresClient
import Synchronization

/// Rows as they were read lately, each with its version, so that big payloads of rows that did not change are neither
/// sent nor decoded again. What is in it may be out of date; only the server says whether it is.
final class RecordCache: Sendable {
    private struct State {
        var young: [OperationName: RecordColumns.Row] = [:]
        var old: [OperationName: RecordColumns.Row] = [:]
        var youngBytes = 0

        mutating func find(_ name: OperationName) -> RecordColumns.Row? {
            young[name] ?? old[name]
        }

        /// What was not used while half of the room was filled is forgotten.
        mutating func put(_ row: RecordColumns.Row, limit: Int) {
            let size = row.record.fullSize
            guard size <= limit / 4 else { return }
            if let replaced = young.updateValue(row, forKey: row.record.name) { youngBytes -= replaced.record.fullSize }
            youngBytes += size
            guard youngBytes > limit / 2 else { return }
            old = young
            young = [:]
            youngBytes = 0
        }
    }

    private let state = Mutex(State())
    private let byteLimit: Int

    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    func records(_ names: [OperationName]) -> CachedRows {
        state.withLock { state in
            var rows: [OperationName: RecordColumns.Row] = [:]
            for name in names { rows[name] = state.find(name) }
            return CachedRows(rows: rows)
        }
    }

    func removeAll() {
        state.withLock { $0 = State() }
    }

    func put(_ rows: [RecordColumns.Row]) {
        state.withLock { state in
            for row in rows { state.put(row, limit: byteLimit) }
        }
    }
}

/// What the cache had of the names that are being read.
struct CachedRows {
    let rows: [OperationName: RecordColumns.Row]

    /// The version to tell the server; one that no row has when there is none.
    func version(of name: OperationName) -> Int64 {
        rows[name]?.version ?? -1
    }

    /// Reads a row, or takes it from here when it is still the same, in which case the server left its payloads out.
    func row(_ row: inout PostgresRow) throws -> RecordColumns.Row {
        let numbers = RowNumbers(&row)
        var start = row
        if let cached = rows[start.name()], cached.version == numbers.version { return cached }
        return try RecordColumns.read(&row, numbers: numbers)
    }
}
