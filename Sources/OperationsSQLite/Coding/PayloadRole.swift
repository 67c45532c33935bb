import OperationsCore

/// What a row of `payloads` is to its operation.
enum PayloadRole: Int64, CaseIterable {
    case request = 0
    case metadata = 1
    case response = 2
    case errorDetails = 3
    case lastErrorDetails = 4

    /// The row's id; see the schema.
    func rowID(of operation: Int64) -> Int64 {
        operation << 3 | rawValue
    }

    static func rowIDs(of operation: Int64) -> ClosedRange<Int64> {
        operation << 3...(operation << 3 | 7)
    }
}

/// What of a record stands in `payloads`.
enum PayloadContent: Hashable {
    case payload(Payload)
    case list([Payload])

    /// Nil when the record has nothing in that role.
    init?(_ role: PayloadRole, of record: OperationRecord) {
        switch role {
        case .request: self.init(record.request)
        case .metadata: self.init(record.metadata)
        case .response: self.init(record.response)
        case .errorDetails: self.init(record.error?.details)
        case .lastErrorDetails: self.init(record.lastError?.details)
        }
    }

    private init?(_ payload: Payload?) {
        guard let payload else { return nil }
        self = .payload(payload)
    }

    private init?(_ details: [Payload]?) {
        guard let details, !details.isEmpty else { return nil }
        self = .list(details)
    }

    /// The roles in which the record has something, one bit each.
    static func roles(of record: OperationRecord) -> Int64 {
        PayloadRole.allCases.reduce(0) { $0 | (PayloadContent($1, of: record) == nil ? 0 : 1 << $1.rawValue) }
    }
}

extension OperationRecord {
    var response: Payload? {
        if case .response(let payload) = result { payload } else { nil }
    }

    var error: Status? {
        if case .error(let status) = result { status } else { nil }
    }
}
