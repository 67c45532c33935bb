public import OperationsCore

/// Draws questions about a world: lists of any scope, filter, order and beginning.
public struct RandomLists: Sendable {
    private let scopes: [ListQuery.Scope]
    private let names: [OperationName]
    private let times: [Timestamp]
    private let largestPage: Int
    private let queues = ["default", "mail", "video", "rare", "none"]
    private let labels = [
        "team": ["a", "b", "c"], "tier": ["gold", "tin"], "rare": ["yes"], "k": (0...9).map { "v\($0)" },
    ]

    /// - Parameters:
    ///   - names: from which bounds and cursors are drawn; they need not exist.
    ///   - times: likewise.
    ///   - largestPage: pages hold 1 to so many.
    public init(scopes: [ListQuery.Scope], names: [OperationName], times: [Timestamp], largestPage: Int = 9) {
        self.scopes = scopes
        self.names = names
        self.times = times
        self.largestPage = largestPage
    }

    /// About the world that ``StoreDriver/populate(_:)`` makes.
    ///
    /// - Parameter all: the operations that are in it.
    public init(over all: [OperationRecord], largestPage: Int) throws {
        let parents = ["projects/p", "projects/p/locations/l", "projects/p2"]
        let patterns = ["", "projects/-", "projects/p", "projects/-/locations/-"]
        self.init(
            scopes: try [.subtree(.root)] + parents.map { .subtree(try Parent($0)) }
                + patterns.map { .parents(try ParentPattern($0)) },
            names: all.map(\.name), times: Set(all.flatMap { [$0.createTime, $0.updateTime] }).sorted(),
            largestPage: largestPage)
    }

    public func next(using random: inout SeededGenerator) -> ListQuery {
        let order = ListOrder(field: pick(ListOrder.Field.allCases, &random) ?? .name, isDescending: random.chance(50))
        return ListQuery(
            scope: pick(scopes, &random) ?? .subtree(.root), filter: filter(&random), order: order,
            after: random.chance(50) ? cursor(order, &random) : nil,
            limit: Int.random(in: 1...largestPage, using: &random),
            byteLimit: random.chance(20) ? Int.random(in: 1...5_000, using: &random) : .max,
            effort: random.chance(50) ? Int.random(in: largestPage...largestPage * 12, using: &random) : .max)
    }

    private func filter(_ random: inout SeededGenerator) -> RecordFilter {
        guard random.chance(80) else { return .everything }
        let bounds = bounds(&random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return .within(bounds) { $0.priority > 0 }
        case 1: return .within(bounds, needsPayloads: true) { $0.request != nil }
        default: return .within(bounds)
        }
    }

    private func bounds(_ random: inout SeededGenerator) -> FilterBounds {
        var bounds = FilterBounds()
        if random.chance(30) { bounds.states = some(OperationState.allCases, &random) }
        if random.chance(30) { bounds.queues = some(queues, &random) }
        for (key, values) in labels.sorted(by: { $0.key < $1.key }) where random.chance(15) {
            bounds.labels[ByteText(key)] = some(values.map { ByteText($0) }, &random)
        }
        if random.chance(20) { bounds.names = nameBounds(&random) }
        if random.chance(20) { bounds.createTime = timeBounds(&random) }
        if random.chance(20) { bounds.endTime = timeBounds(&random) }
        return bounds
    }

    private func nameBounds(_ random: inout SeededGenerator) -> NameBounds {
        let (first, second) = (pick(names, &random)?.text ?? "", pick(names, &random)?.text ?? "")
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .exactly(first)
        case 1: return .beginning(with: String(first.dropLast(2)))
        default: return NameBounds(lower: first, upper: random.chance(80) ? second : nil)
        }
    }

    private func timeBounds(_ random: inout SeededGenerator) -> TimeBounds {
        let (first, second) = (pick(times, &random) ?? .minimum, pick(times, &random) ?? .maximum)
        return TimeBounds(
            from: random.chance(70) ? first : .minimum, through: random.chance(70) ? second : .maximum)
    }

    private func cursor(_ order: ListOrder, _ random: inout SeededGenerator) -> ListCursor {
        let name = pick(names, &random) ?? OperationName(stored: "")
        return ListCursor(time: order.field == .name ? nil : pick(times, &random) ?? .minimum, name: name)
    }

    private func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value? {
        values.randomElement(using: &random)
    }

    private func some<Value: Hashable>(_ values: [Value], _ random: inout SeededGenerator) -> Set<Value> {
        let count = Int.random(in: random.chance(10) ? 0...0 : 1...3, using: &random)
        return Set((0..<count).compactMap { _ in pick(values, &random) })
    }
}
