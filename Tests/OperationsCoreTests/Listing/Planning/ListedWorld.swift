import OperationsCore
import OperationsTestKit

/// Operations in memory with the indexes that a store has, and a note of what is asked of these.
final class ListedWorld: IndexSource {
    let records: [OperationRecord]
    let leastChunk: Int
    private let indexes: [ListIndex: [Entry]]
    /// One for each call, in order.
    var asked: [Asked] = []

    enum Asked: Equatable {
        case entries([IndexQuestion], found: Int)
        case counts(Int)
        case small(ListIndex)
    }

    struct Entry {
        let values: [ByteText]
        let place: ListCursor
        let id: Int64
    }

    init(_ records: [OperationRecord], leastChunk: Int = 8) {
        self.records = records
        self.leastChunk = leastChunk
        indexes = Dictionary(uniqueKeysWithValues: ListIndex.allCases.map { ($0, Self.entries(of: $0, records)) })
    }

    func entries(_ questions: [IndexQuestion]) -> [[IndexEntry]] {
        let answers = questions.map { question in
            let all = entries(of: question.range)
            return Array((question.isDescending ? all.reversed() : all).prefix(question.limit))
        }
        asked.append(.entries(questions, found: answers.reduce(0) { $0 + $1.count }))
        return answers
    }

    func counts(of selections: [IndexSelection], limit: Int) -> [Int] {
        asked.append(.counts(selections.count))
        return selections.map { min(limit, $0.ranges.reduce(0) { $0 + entries(of: $1).count }) }
    }

    func entries(
        of selection: IndexSelection, names: NameBounds, placedIn order: ListOrder, limit: Int
    ) -> [IndexEntry] {
        if let range = selection.ranges.first { asked.append(.small(range.index)) }
        return selection.ranges.flatMap { entries(of: $0).prefix(limit) }.filter { names.contains($0.place.name) }
            .map { IndexEntry(id: $0.id, place: order.cursor(of: records[Int($0.id)])) }
    }

    private func entries(of range: IndexRange) -> [IndexEntry] {
        (indexes[range.index] ?? []).filter { entry in
            entry.values == range.values && !(entry.place < range.first.in(range)) && entry.place < range.end.in(range)
        }.map { IndexEntry(id: $0.id, in: range, time: $0.place.time, name: $0.place.name) }
    }

    private static func entries(of index: ListIndex, _ records: [OperationRecord]) -> [Entry] {
        records.enumerated().flatMap { id, record in
            keys(of: record, in: index).map { values, time in
                Entry(values: values, place: ListCursor(time: time, name: record.name), id: Int64(id))
            }
        }.sorted { $0.place < $1.place }
    }

    private static func keys(of record: OperationRecord, in index: ListIndex) -> [([ByteText], Timestamp?)] {
        switch index {
        case .names: [([], nil)]
        case .states: [([ByteText(record.state.rawValue)], nil)]
        case .queues: [([ByteText(record.queue)], nil)]
        case .labels: record.labels.map { ([ByteText($0.key), ByteText($0.value)], nil) }
        case .createTimes: [([], record.createTime)]
        case .endTimes: record.endTime.map { [([], $0)] } ?? []
        }
    }
}

extension ListCursor {
    /// The place as the index knows it: without a time that all entries of the range share.
    fileprivate func `in`(_ range: IndexRange) -> ListCursor {
        range.index.isByTime ? self : ListCursor(name: name)
    }
}

extension ListedWorld {
    /// Operations of every state, queue and label that ``RandomLists`` asks for.
    static func random(_ count: Int, _ random: inout SeededGenerator) -> ListedWorld {
        let parents = ["", "projects/p/", "projects/p/locations/l/", "projects/p2/"]
        let numbers = (0..<count).shuffled(using: &random)
        return ListedWorld(
            numbers.map { number in
                let parent = parents.randomElement(using: &random) ?? ""
                let state = OperationState.allCases.randomElement(using: &random) ?? .pending
                let queue = random.chance(10) ? "rare" : random.chance(30) ? "mail" : "default"
                var labels: [String: String] = [:]
                if random.chance(50) { labels["team"] = random.chance(70) ? "a" : "b" }
                if random.chance(10) { labels["rare"] = "yes" }
                let times = (0..<2).map { _ in filterNow + .milliseconds(Int.random(in: 0...9, using: &random)) }
                return operation("\(parent)operations/n\(number)", state, queue: queue, labels: labels) { record in
                    record = record.created(at: times[0])
                    if random.chance(50) { record.request = Samples.payload("a") }
                    if state.isFinished { record.endTime = times[1] }
                }
            })
    }
}

extension OperationRecord {
    fileprivate func created(at time: Timestamp) -> OperationRecord {
        var record = OperationRecord(name: name, queue: queue, createTime: time, timeToLive: timeToLive)
        record.state = state
        record.labels = labels
        return record
    }
}
