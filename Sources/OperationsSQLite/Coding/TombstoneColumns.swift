import OperationsCore

/// A tombstone, into and out of its columns.
enum TombstoneColumns {
    static func bind(_ tombstone: Tombstone, to binder: inout Binder) {
        binder.text(tombstone.name.text)
        binder.text(tombstone.cause.rawValue)
        binder.time(tombstone.removeTime)
        binder.time(tombstone.purgeTime)
        binder.text(tombstone.requestID)
    }

    static func read(_ row: inout RowReader) throws -> Tombstone {
        let name = OperationName(stored: row.text())
        let cause = row.text()
        guard let cause = Tombstone.Cause(rawValue: cause) else { throw UnreadableRow(what: "the cause \(cause)") }
        return Tombstone(
            name: name, cause: cause, removeTime: row.time(), purgeTime: row.time(), requestID: row.optionalText())
    }
}
