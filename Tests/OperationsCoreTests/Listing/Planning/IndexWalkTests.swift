import OperationsTestKit
import Testing

@testable import OperationsCore

/// Random lists through random worlds: a walk leads to all that a list keeps, in its order, and to each once.
@Suite struct IndexWalkTests {
    @Test func walksLeadToEverythingInOrder() throws {
        for seed in UInt64(1)...20 {
            var random = SeededGenerator(seed: seed)
            let world = ListedWorld.random(Int.random(in: 0...300, using: &random), &random)
            let lists = try RandomLists(over: world.records, largestPage: 60)
            for number in 0..<20 {
                let query = lists.next(using: &random)
                guard !query.filter.bounds.areEmpty, !query.nameBounds.isEmpty else { continue }
                let entries = try world.wholeWalk(query)
                let comment = Comment(rawValue: "seed \(seed), list \(number): \(query)")
                for (first, second) in zip(entries, entries.dropFirst()) {
                    try #require(query.order.areInOrder(first.place, second.place), comment)
                }
                try #require(entries.allSatisfy { $0.place == world.place(of: $0, in: query.order) }, comment)
                let expected = world.places(of: query)
                try #require(expected.isSubset(of: entries.map(\.place)), comment)
                if let after = query.after {
                    try #require(entries.allSatisfy { query.order.areInOrder(after, $0.place) }, comment)
                }
            }
        }
    }

    /// Whoever takes many at once and reads ahead finds the same.
    @Test func readingAheadChangesNothing() throws {
        for seed in UInt64(1)...20 {
            var random = SeededGenerator(seed: seed)
            let world = ListedWorld.random(300, &random)
            let lists = try RandomLists(over: world.records, largestPage: 60)
            for number in 0..<10 {
                let query = lists.next(using: &random)
                var walk = try IndexWalk.soonest(through: query, in: world)
                var entries: [IndexEntry] = []
                while !walk.isOver {
                    for _ in 0..<Int.random(in: 0...40, using: &random) {
                        if let entry = walk.nextKnown() { entries.append(entry) }
                    }
                    let questions = walk.questions(atHand: Int.random(in: 1...200, using: &random))
                    walk.take(world.entries(questions), for: questions)
                }
                #expect(entries == (try world.wholeWalk(query)), "seed \(seed), list \(number): \(query)")
            }
        }
    }

    /// Swift takes texts for equal that look the same; stores do not.
    @Test func rangesThatLookTheSameAreReadApart() throws {
        let spellings = ["caf\u{e9}", "cafe\u{301}"]
        let world = ListedWorld(
            spellings.enumerated().map { operation("operations/n\($0.offset)", labels: ["name": $0.element]) })
        let bounds = FilterBounds(labels: ["name": Set(spellings.map { ByteText($0) })])
        let query = ListQuery(scope: .subtree(.root), filter: .within(bounds), limit: 5)
        #expect(try world.wholeWalk(query).map(\.place.name.text) == ["operations/n0", "operations/n1"])
    }

    @Test(arguments: [false, true])
    func aWalkReadsNoFurtherThanItMust(isDescending: Bool) throws {
        var random = SeededGenerator(seed: 1)
        let world = ListedWorld.random(3_000, &random)
        let order = ListOrder(field: .endTime, isDescending: isDescending)
        let query = ListQuery(scope: .subtree(.root), order: order, limit: 20)
        var walk = try IndexWalk.soonest(through: query, in: world)
        // Those that have ended, and two open states, share the foresight.
        #expect(world.found == [3 * 8])
        for _ in 0..<8 { _ = try walk.next(from: world) }
        #expect(world.found == [3 * 8])
        // Backwards, the two open states come first.
        for _ in 8..<200 { _ = try walk.next(from: world) }
        #expect(world.found.dropFirst() == (isDescending ? [16, 16, 32, 32, 64, 64] : [16, 32, 64, 128])[...])
    }
}

extension ListedWorld {
    /// All entries of the walk that is chosen for a list.
    fileprivate func wholeWalk(_ query: ListQuery) throws -> [IndexEntry] {
        var walk = try IndexWalk.soonest(through: query, in: self)
        var entries: [IndexEntry] = []
        while let entry = try walk.next(from: self) { entries.append(entry) }
        return entries
    }

    /// Where the records stand that the list keeps.
    fileprivate func places(of query: ListQuery) -> Set<ListCursor> {
        let kept = records.filter { query.includes($0.name) && query.filter.keeps($0) }
        return Set(kept.map(query.order.cursor)).filter { place in
            query.after.map { query.order.areInOrder($0, place) } ?? true
        }
    }

    fileprivate func place(of entry: IndexEntry, in order: ListOrder) -> ListCursor {
        order.cursor(of: records[Int(entry.id)])
    }

    /// How many entries each call answered.
    fileprivate var found: [Int] {
        asked.compactMap { if case .entries(_, let found) = $0 { found } else { nil } }
    }
}
