import OperationsCore
import OperationsTestKit

/// Draws questions about a world: lists of any scope, filter, order and beginning.
struct RandomLists {
    var scopes: [ListQuery.Scope]
    var names: [OperationName]
    var times: [Timestamp]
    var queues = ["default", "mail", "video", "rare", "none"]
    var labels = ["team": ["a", "b", "c"], "tier": ["gold", "tin"], "rare": ["yes"], "k": (0...9).map { "v\($0)" }]
    var largestPage = 9

    func next(using random: inout SeededGenerator) -> ListQuery {
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
