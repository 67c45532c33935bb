import OperationsCore
import OperationsTestKit
import Testing

/// From which index a list is read, and how much is asked at once.
@Suite struct IndexChoiceTests {
    struct Choice: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bounds: FilterBounds
        var field = ListOrder.Field.name
        /// What is asked of the indexes before the first entry is known.
        let asked: [String]
        /// Where the walk goes on behind what was asked first; nil when it was read whole.
        let goesOn: ListIndex?
    }

    @Test(arguments: [
        Choice(testDescription: "no filter", bounds: FilterBounds(), asked: ["names"], goesOn: .names),
        Choice(
            testDescription: "no filter, by time", bounds: FilterBounds(), field: .createTime, asked: ["createTimes"],
            goesOn: .createTimes),
        Choice(
            testDescription: "no filter, by end", bounds: FilterBounds(), field: .endTime,
            asked: ["endTimes states states"], goesOn: .endTimes),
        Choice(
            testDescription: "two states", bounds: FilterBounds(states: [.pending, .failed]),
            asked: ["states states"], goesOn: .states),
        Choice(
            testDescription: "a rare queue and a common label",
            bounds: FilterBounds(queues: ["rare"], labels: ["team": ["a"]]), asked: ["labels queues"], goesOn: .queues),
        Choice(
            testDescription: "a rare label and a common queue",
            bounds: FilterBounds(queues: ["default"], labels: ["rare": ["yes"]]), asked: ["labels queues"],
            goesOn: .labels),
        Choice(
            testDescription: "a short time", bounds: FilterBounds(createTime: TimeBounds(through: filterNow)),
            asked: ["names", "count 1", "small createTimes"], goesOn: nil),
        Choice(
            testDescription: "a long time",
            bounds: FilterBounds(createTime: TimeBounds(from: filterNow + .milliseconds(1))),
            asked: ["names", "count 1"], goesOn: .names),
        Choice(
            testDescription: "a rare queue among a short time, by end",
            bounds: FilterBounds(queues: ["rare"], createTime: TimeBounds(through: filterNow)), field: .endTime,
            asked: ["endTimes states states", "count 2", "small createTimes"], goesOn: nil),
        Choice(
            testDescription: "nobody's label, by time", bounds: FilterBounds(labels: ["team": ["none"]]),
            field: .createTime, asked: ["createTimes", "count 1", "small labels"], goesOn: nil),
    ])
    func theIndexIsTheSparsest(_ choice: Choice) throws {
        var random = SeededGenerator(seed: 7)
        let world = ListedWorld.random(3_000, &random)
        let query = ListQuery(
            scope: .subtree(.root), filter: .within(choice.bounds), order: ListOrder(field: choice.field), limit: 10)
        var walk = try IndexWalk.soonest(through: query, in: world)
        #expect(world.asked.map(Self.text) == choice.asked)
        world.asked = []
        while try walk.next(from: world) != nil {}
        let goneOn = world.asked.first.map(Self.text)
        #expect(goneOn?.split(separator: " ").first.map(String.init) == choice.goesOn.map { "\($0)" })
    }

    private static func text(_ asked: ListedWorld.Asked) -> String {
        switch asked {
        case .entries(let questions, _): questions.map { "\($0.range.index)" }.joined(separator: " ")
        case .counts(let count): "count \(count)"
        case .small(let index): "small \(index)"
        }
    }
}
