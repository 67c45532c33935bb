/// The indexes from which lists are read. An entry holds what it is found by, the name, and the id of the row.
public enum ListIndex: Int, CaseIterable, Sendable {
    case names, states, queues, labels, createTimes, endTimes

    /// True when the time of an entry precedes its name in the order of a range.
    public var isByTime: Bool {
        switch self {
        case .createTimes, .endTimes: true
        case .names, .states, .queues, .labels: false
        }
    }
}
