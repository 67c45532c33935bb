/// A time of the record.
struct TimeFieldTest: FilterTest {
    let field: RecordField
    let comparator: FilterComparator
    let moment: Moment

    func holds(for subject: inout FilterSubject) -> Bool? {
        guard let time = Self.value(of: field, subject.record) else { return false }
        return comparator.holds(Moment(time), moment)
    }

    /// Nil when the operation has none.
    static func value(of field: RecordField, _ record: OperationRecord) -> Timestamp? {
        switch field {
        case .createTime: record.createTime
        case .startTime: record.startTime
        case .updateTime: record.updateTime
        case .endTime: record.endTime
        case .expireTime: record.expireTime
        case .scheduleTime: record.scheduleTime
        case .deadline: record.deadline
        case .readyTime: record.state == .pending ? record.readyTime : nil
        case .leaseExpireTime: record.lease?.expireTime
        default: nil
        }
    }

    /// No past time of a record lies before its creation.
    func bounds(negated: Bool) -> FilterBounds {
        guard !negated else { return FilterBounds() }
        switch field {
        case .createTime: return FilterBounds(createTime: span)
        case .startTime, .updateTime: return FilterBounds(createTime: TimeBounds(through: span.through))
        case .endTime:
            return FilterBounds(
                states: StateWords.finished, createTime: TimeBounds(through: span.through), endTime: span)
        case .expireTime: return FilterBounds(states: StateWords.finished)
        case .leaseExpireTime: return FilterBounds(states: [.running])
        case .readyTime: return FilterBounds(states: [.pending])
        default: return FilterBounds()
        }
    }

    private var span: TimeBounds {
        switch comparator {
        case .less, .lessOrEqual: TimeBounds(through: moment.floor)
        case .greater, .greaterOrEqual: TimeBounds(from: moment.floor)
        case .equal, .has: TimeBounds(from: moment.floor, through: moment.floor)
        case .notEqual: .all
        }
    }
}

/// A span of the record.
struct SpanFieldTest: FilterTest {
    let field: RecordField
    let comparator: FilterComparator
    let span: Duration

    func holds(for subject: inout FilterSubject) -> Bool? {
        guard let value = Self.value(of: field, subject.record) else { return false }
        return comparator.holds(value, span)
    }

    static func value(of field: RecordField, _ record: OperationRecord) -> Duration? {
        switch field {
        case .attemptTimeout: record.attemptTimeout
        case .timeToLive: record.timeToLive
        default: nil
        }
    }
}
