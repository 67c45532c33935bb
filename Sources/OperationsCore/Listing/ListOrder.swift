/// In which order a list stands; operations that are equal in it stand by name, in the same direction.
public struct ListOrder: Hashable, Sendable {
    /// The fields that an index answers in order.
    public enum Field: String, Sendable, CaseIterable {
        case name
        case createTime = "create_time"
        /// Operations that have not ended stand as if they ended after all others.
        case endTime = "end_time"
    }

    public var field: Field
    public var isDescending: Bool

    public static let byName = ListOrder(field: .name)

    public init(field: Field, isDescending: Bool = false) {
        self.field = field
        self.isDescending = isDescending
    }

    /// Where a record stands in this order.
    public func cursor(of record: OperationRecord) -> ListCursor {
        ListCursor(time: time(of: record), name: record.name)
    }

    /// True when the first stands before the second.
    public func areInOrder(_ first: ListCursor, _ second: ListCursor) -> Bool {
        isDescending ? second < first : first < second
    }

    private func time(of record: OperationRecord) -> Timestamp? {
        switch field {
        case .name: nil
        case .createTime: record.createTime
        case .endTime: record.endTime ?? .maximum
        }
    }
}

/// A place in an ordered list, which stays where it is when operations come and go.
public struct ListCursor: Hashable, Comparable, Sendable {
    /// The value of the field by which is ordered; nil when that is the name.
    public let time: Timestamp?
    public let name: OperationName

    public init(time: Timestamp? = nil, name: OperationName) {
        self.time = time
        self.name = name
    }

    public static func < (left: ListCursor, right: ListCursor) -> Bool {
        let times = (left.time ?? Timestamp(microseconds: 0), right.time ?? Timestamp(microseconds: 0))
        return times.0 != times.1 ? times.0 < times.1 : left.name < right.name
    }
}
