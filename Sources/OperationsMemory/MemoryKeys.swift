import OperationsCore

/// Where a record stands in the ready set of its queue.
struct ReadyKey: Comparable, Sendable {
    let priority: Int32
    let readyTime: Timestamp
    let sequence: Int64
    let name: OperationName

    static func < (left: ReadyKey, right: ReadyKey) -> Bool {
        if left.priority != right.priority { return left.priority > right.priority }
        if left.readyTime != right.readyTime { return left.readyTime < right.readyTime }
        return left.sequence < right.sequence
    }
}

/// When something happens to a name; of equal times, the earlier made comes first.
struct TimeKey: Comparable, Sendable {
    let time: Timestamp
    let sequence: Int64
    let name: OperationName

    static func < (left: TimeKey, right: TimeKey) -> Bool {
        left.time != right.time ? left.time < right.time : left.sequence < right.sequence
    }
}

/// Where the last public change of a name stands in the feed.
struct FeedKey: Comparable, Sendable {
    let position: Int64
    let name: OperationName

    static func < (left: FeedKey, right: FeedKey) -> Bool {
        left.position != right.position ? left.position < right.position : left.name < right.name
    }
}
