import OperationsCore

/// A status as three columns; its details stand elsewhere.
extension Binder {
    mutating func status(_ status: Status?) {
        guard let status else {
            null()
            null()
            null()
            return
        }
        int(status.code.rawValue)
        text(status.message)
        text(status.reason?.rawValue)
    }

    mutating func time(_ time: Timestamp?) {
        int(time?.microseconds)
    }
}

extension RowReader {
    mutating func status() throws -> Status? {
        let code = optionalInt()
        let message = text()
        let reason = optionalText()
        guard let code else { return nil }
        guard let code = StatusCode(rawValue: Int32(clamping: code)) else { throw UnreadableRow(what: "a status code") }
        return Status(code: code, message: message, reason: reason.flatMap(ErrorReason.init))
    }

    mutating func time() -> Timestamp {
        Timestamp(microseconds: int())
    }

    mutating func optionalTime() -> Timestamp? {
        optionalInt().map(Timestamp.init)
    }

    mutating func state() throws -> OperationState {
        let text = text()
        guard let state = OperationState(rawValue: text) else { throw UnreadableRow(what: "the state \(text)") }
        return state
    }
}
