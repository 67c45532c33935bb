import OperationsCore

/// The columns of the indexes.
extension ListIndex {
    var table: String { self == .labels ? "labels" : "operations" }

    /// What has one value throughout a range.
    var fixed: [String] {
        switch self {
        case .states: ["state"]
        case .queues: ["queue"]
        case .labels: ["key", "value"]
        case .names, .createTimes, .endTimes: []
        }
    }

    var time: String? {
        switch self {
        case .createTimes: "create_time"
        case .endTimes: "end_time"
        case .names, .states, .queues, .labels: nil
        }
    }

    /// In the order of the index.
    var keys: [String] { fixed + [time, "name"].compactMap(\.self) }
}
