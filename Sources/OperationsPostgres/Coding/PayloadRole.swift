import OperationsCore

/// What a payload is to its operation, in the order of the columns.
enum PayloadRole: Int, CaseIterable {
    case request
    case metadata
    case response
    case errorDetails
    case lastErrorDetails

    var column: String {
        switch self {
        case .request: "request"
        case .metadata: "metadata"
        case .response: "response"
        case .errorDetails: "error_details"
        case .lastErrorDetails: "last_error_details"
        }
    }

    /// Its bit in a set of roles.
    var bit: Int32 { 1 << Int32(rawValue) }

    /// The bytes of the column; nil when the record has nothing in this role.
    func encoded(_ record: OperationRecord) -> [UInt8]? {
        switch self {
        case .request: record.request.map(PayloadColumn.encode)
        case .metadata: record.metadata.map(PayloadColumn.encode)
        case .response: record.response.map(PayloadColumn.encode)
        case .errorDetails: PayloadColumn.encode(record.error?.details ?? [])
        case .lastErrorDetails: PayloadColumn.encode(record.lastError?.details ?? [])
        }
    }

    /// The roles in which the two differ, a bit for each.
    static func changed(_ before: OperationRecord, _ after: OperationRecord) -> Int32 {
        allCases.reduce(0) { $0 | ($1.isSame(before, after) ? 0 : $1.bit) }
    }

    private func isSame(_ before: OperationRecord, _ after: OperationRecord) -> Bool {
        switch self {
        case .request: before.request == after.request
        case .metadata: before.metadata == after.metadata
        case .response: before.response == after.response
        case .errorDetails: before.error?.details ?? [] == after.error?.details ?? []
        case .lastErrorDetails: before.lastError?.details ?? [] == after.lastError?.details ?? []
        }
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
