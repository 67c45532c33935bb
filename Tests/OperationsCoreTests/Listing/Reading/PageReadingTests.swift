import OperationsTestKit
import Testing

@testable import OperationsCore

/// A page that is read in batches is the page that is read one by one.
@Suite struct PageReadingTests {
    @Test func batchesChangeNothing() throws {
        var found = 0
        for seed in UInt64(1)...12 {
            var random = SeededGenerator(seed: seed)
            let world = FarWorld(ListedWorld.random(400, &random))
            let lists = try RandomLists(over: world.near.records, largestPage: 60)
            for number in 0..<20 {
                var query = lists.next(using: &random)
                guard !query.filter.bounds.areEmpty, !query.nameBounds.isEmpty else { continue }
                for page in 0..<4 {
                    let expected = try world.pageOneByOne(query)
                    let read = try world.page(query)
                    try #require(read == expected, "seed \(seed), list \(number), page \(page): \(query)")
                    found += read.records.count
                    guard let next = read.next else { break }
                    query.after = next
                }
            }
        }
        #expect(found > 500)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var limit = 50
        var byteLimit = Limits.pageByteSize
        /// Of parents; nil: all operations.
        var pattern: String?
        var filter = RecordFilter.everything
        var order = ListOrder.byName
        /// What is read at once, beginning with the choice of the walk.
        let rounds: [String]
    }

    @Test(arguments: [
        Case(testDescription: "everything", rounds: ["64 entries", "50 rows", "50 payloads"]),
        Case(
            testDescription: "everything by end", order: ListOrder(field: .endTime),
            rounds: ["128 entries", "50 rows", "50 payloads"]),
        Case(
            testDescription: "nothing in the scope", pattern: "projects/-",
            rounds: ["64 entries", "128 entries", "256 entries", "512 entries", "1024 entries", "1016 entries"]),
        Case(
            testDescription: "few bytes", byteLimit: 10_000, rounds: ["64 entries", "50 rows", "7 payloads"]),
        Case(
            testDescription: "a fifth of all", filter: .within(FilterBounds()) { $0.isIn(5) },
            rounds: [
                "64 entries", "50 rows", "14 rows + 128 entries", "128 rows + 256 entries", "74 rows",
                "50 payloads",
            ]),
        Case(
            testDescription: "a fifth of all by payload",
            filter: .within(FilterBounds(), needsPayloads: true) { $0.metadata != nil && $0.isIn(5) },
            rounds: [
                "64 entries", "50 rows", "50 payloads", "14 rows + 128 entries", "128 rows + 14 payloads + 256 entries",
                "186 rows + 128 payloads", "34 payloads",
            ]),
    ])
    func littleIsAskedAtOnce(_ testCase: Case) throws {
        let world = FarWorld(ListedWorld((0..<3_000).map(Self.member), leastChunk: 64))
        let query = ListQuery(
            scope: try testCase.pattern.map { .parents(try ParentPattern($0)) } ?? .subtree(.root),
            filter: testCase.filter, order: testCase.order, limit: testCase.limit,
            byteLimit: testCase.byteLimit)
        _ = try world.page(query)
        #expect(world.rounds == testCase.rounds)
    }

    /// What was the last is said with it, so that the transaction ends there.
    @Test func theLastRoundIsKnown() throws {
        var known = 0
        for seed in UInt64(1)...12 {
            var random = SeededGenerator(seed: seed)
            let world = FarWorld(ListedWorld.random(400, &random))
            let lists = try RandomLists(over: world.near.records, largestPage: 60)
            for number in 0..<20 {
                let query = lists.next(using: &random)
                _ = try world.page(query)
                let last = world.wasLast
                #expect(!last.dropLast().contains(true), "seed \(seed), list \(number): \(query)")
                if !query.filter.needsPayloads, !world.near.records.isEmpty, last.last == true { known += 1 }
            }
        }
        #expect(known > 60)
    }

    private static func member(_ number: Int) -> OperationRecord {
        let digits = String(number + 10_000).dropFirst()
        return operation(
            "projects/p/locations/l/operations/n\(digits)", number.isMultiple(of: 3) ? .running : .succeeded
        ) { record in
            record.metadata = .binary(typeURL: "t", bytes: Array(repeating: 1, count: 1_000))
        }
    }
}

extension OperationRecord {
    fileprivate func isIn(_ divisor: Int) -> Bool {
        (Int(name.id.dropFirst()) ?? 1).isMultiple(of: divisor)
    }
}

/// A ``ListedWorld`` that is far away.
private final class FarWorld {
    let near: ListedWorld
    private let byName: [OperationName: OperationRecord]
    private(set) var rounds: [String] = []
    private(set) var wasLast: [Bool] = []

    init(_ near: ListedWorld) {
        self.near = near
        byName = Dictionary(uniqueKeysWithValues: near.records.map { ($0.name, $0) })
    }

    func page(_ query: ListQuery) throws -> ListPage {
        near.asked = []
        let walk = try IndexWalk.soonest(through: query, in: near)
        rounds = near.asked.map { if case .entries(_, let found) = $0 { "\(found) entries" } else { "\($0)" } }
        wasLast = []
        var reading = PageReading(query, walk: walk)
        return reading.page(answer)
    }

    func pageOneByOne(_ query: ListQuery) throws -> ListPage {
        var builder = PageBuilder(query)
        var walk = try IndexWalk.soonest(through: query, in: near)
        while let entry = try walk.next(from: near) {
            let record = near.records[Int(entry.id)]
            guard builder.offer(entry.place, bare: { record.withoutPayloads }, full: { _ in record }) else { break }
        }
        return builder.page
    }

    private func answer(_ wants: PageWants) -> PageAnswers {
        var answers = PageAnswers()
        answers.entries = near.entries(wants.entries)
        for name in wants.rows { answers.rows[name] = byName[name].map(\.asRow) }
        for name in wants.payloads { answers.payloads[name] = byName[name] }
        let parts = [
            (wants.rows.count, "rows"), (wants.payloads.count, "payloads"),
            (answers.entries.reduce(0) { $0 + $1.count }, "entries"),
        ]
        rounds.append(parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " + "))
        wasLast.append(wants.isLast)
        return answers
    }
}

extension OperationRecord {
    fileprivate var asRow: PageRow {
        let missing = fullSize - withoutPayloads.fullSize
        // A store knows only about how big a payload is.
        return PageRow(record: withoutPayloads, missingSize: missing == 0 ? nil : missing - missing / 4)
    }
}
