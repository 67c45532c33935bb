/// A filter in the language of AIP-160, ready to be asked about records.
///
/// ```swift
/// let filter = try Filter("state = RUNNING AND update_time < ago(1h)", now: time.now)
/// let query = ListQuery(scope: .subtree(.root), filter: filter.records(reading: payloads), limit: 50)
/// ```
public struct Filter: Sendable {
    /// What holds for every operation that the filter matches, in terms of indexes.
    public let bounds: FilterBounds
    private let condition: FilterCondition
    private let needsPayloads: Bool
    private let searches: Int

    /// Reads a filter; the empty one matches every operation.
    ///
    /// A text that begins with `{` is read as one of the JSON objects that Dataproc's clients send.
    ///
    /// - Parameters:
    ///   - text: at most 16 KiB, 250 terms, and 100 parentheses in each other.
    ///   - now: from where `ago(…)` counts.
    ///   - field: the request's field that holds the text.
    /// - Throws: what is wrong, and in which column.
    public init(_ text: String, now: Timestamp, field: String = "filter") throws(ServiceError) {
        do throws(FilterFault) {
            let expression = JSONFilter.isMeant(by: text) ? try JSONFilter.parse(text) : try FilterParser.parse(text)
            if let expression {
                condition = try FilterCompiler(now: now).condition(expression)
            } else {
                condition = .constant(true)
            }
            bounds = condition.bounds()
            needsPayloads = condition.needsPayloads
            searches = condition.searches
        } catch {
            throw error.error(in: text, field: field)
        }
    }

    /// The filter as a store asks it.
    public func records(reading payloads: any PayloadReader) -> RecordFilter {
        RecordFilter(bounds: bounds, needsPayloads: needsPayloads, searches: searches) { [condition] record in
            var subject = FilterSubject(record, payloads: nil)
            return condition.holds(for: &subject) ?? true
        } keeps: { [condition] record in
            var subject = FilterSubject(record, payloads: payloads)
            return condition.holds(for: &subject) ?? false
        }
    }
}
