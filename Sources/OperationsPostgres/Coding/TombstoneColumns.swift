import OperationsCore
import PostgresClient

/// A tombstone, into and out of its columns.
enum TombstoneColumns {
    static func bind(_ tombstones: [Tombstone], to binder: inout PostgresBinder) {
        binder.names(tombstones.map(\.name))
        binder.texts(tombstones.map { KeptText.escape($0.name.parent.text) })
        binder.texts(tombstones.map(\.cause.rawValue))
        binder.times(tombstones.map(\.removeTime))
        binder.times(tombstones.map(\.purgeTime))
        binder.kept(tombstones.map(\.requestID))
    }

    /// The parent is left out.
    static func read(_ row: inout PostgresRow) throws -> Tombstone {
        let name = row.name()
        let cause = row.text()
        guard let cause = Tombstone.Cause(rawValue: cause) else {
            throw UnreadableRow(what: "the cause \(cause)", name: name)
        }
        return Tombstone(
            name: name, cause: cause, removeTime: row.timestamp(), purgeTime: row.timestamp(),
            requestID: row.optionalKept())
    }
}
