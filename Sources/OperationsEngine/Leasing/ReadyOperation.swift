import OperationsCore

/// What must be known of a ready operation to find someone who waits for it.
struct ReadyOperation: Sendable {
    let name: OperationName
    let queue: String
}

extension ReadyOperation {
    init(_ record: OperationRecord) {
        self.init(name: record.name, queue: record.queue)
    }
}

extension LeaseSelector {
    func matches(_ operation: ReadyOperation) -> Bool {
        matches(operation.name, inQueue: operation.queue)
    }
}
