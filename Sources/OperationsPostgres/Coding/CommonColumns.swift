import OperationsCore
import PostgresClient

/// Values of the core as columns.
extension PostgresBinder {
    mutating func time(_ time: Timestamp?) {
        self.time(time?.microseconds)
    }

    mutating func times(_ times: [Timestamp?]) {
        self.times(times.map { $0?.microseconds })
    }

    mutating func kept(_ text: String) {
        self.text(KeptText.escape(text))
    }

    mutating func kept(_ texts: [String?]) {
        optionalTexts(texts.map { $0.map(KeptText.escape) })
    }

    mutating func names(_ names: [OperationName]) {
        texts(names.map { KeptText.escape($0.text) })
    }

    /// As the columns code, message and reason; the details stand elsewhere.
    mutating func statuses(_ statuses: [Status?]) {
        int32s(statuses.map { $0?.code.rawValue })
        kept(statuses.map { $0?.message })
        optionalTexts(statuses.map { $0?.reason?.rawValue })
    }
}

extension PostgresRow {
    mutating func timestamp() -> Timestamp {
        Timestamp(microseconds: time())
    }

    mutating func optionalTimestamp() -> Timestamp? {
        optionalTime().map(Timestamp.init)
    }

    mutating func span() -> Duration {
        .microseconds(int())
    }

    mutating func optionalSpan() -> Duration? {
        optionalInt().map(Duration.microseconds)
    }

    mutating func kept() -> String {
        KeptText.restore(text())
    }

    mutating func optionalKept() -> String? {
        optionalText().map(KeptText.restore)
    }

    mutating func name() -> OperationName {
        OperationName(stored: kept())
    }

    mutating func state() throws -> OperationState {
        let text = text()
        guard let state = OperationState(rawValue: text) else { throw UnreadableRow(what: "the state \(text)") }
        return state
    }

    mutating func status() throws -> Status? {
        let code = optionalInt32()
        let message = optionalKept()
        let reason = optionalText()
        guard let code else { return nil }
        guard let code = StatusCode(rawValue: code) else { throw UnreadableRow(what: "a status code") }
        return Status(code: code, message: message ?? "", reason: reason.flatMap(ErrorReason.init))
    }
}
