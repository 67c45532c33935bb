import OperationsCore
import OperationsTestKit
import Testing

@Suite struct HistoryInvariantsTests {
    private let record: OperationRecord
    private let lines: [HistoryEntry]

    /// Started, leased, cancelled.
    init() throws {
        let start = try Lifecycle.start(
            StartRequest(operationID: "a"), as: OperationName("operations/a"), digest: nil,
            defaultTimeToLive: .seconds(60), at: Fixture.now)
        let started = try #require(start.after)
        let grant = LeaseGrant(token: "t", workerID: "w", duration: .seconds(1))
        let lease = try Lifecycle.apply(.lease(grant), to: started, at: Fixture.now + .seconds(1))
        let leased = try #require(lease.after)
        let request = try Lifecycle.apply(.cancel(gracePeriod: .zero), to: leased, at: Fixture.now + .seconds(2))
        let requested = try #require(request.after)
        let end = try Lifecycle.apply(.gracePeriodPassed, to: requested, at: Fixture.now + .seconds(3))
        record = try #require(end.after)
        lines = [start, lease, request, end].compactMap(\.entry)
    }

    @Test func aHistoryThatCameAboutByTheRulesBreaksNone() {
        #expect(lines.count == 4)
        #expect(broken(by: lines) == [])
    }

    @Test func aHistoryThatIsMissingIsFound() {
        #expect(broken(by: []) == ["It has no history."])
        #expect(broken(by: Array(lines.dropFirst())).contains { $0.contains("is no start") })
        #expect(broken(by: Array(lines.dropLast())) == ["Its history ends in RUNNING, and it is CANCELLED."])
    }

    @Test func eachRuleFindsWhatBreaksIt() {
        let changes: [(String, Int, (inout HistoryEntry) -> Void)] = [
            ("before the operation was created", 0, { $0.time = .minimum }), ("is no start", 0, { $0.revision = 0 }),
            ("starts what was started", 1, { $0.kind = .started }), ("does not come after", 1, { $0.revision = 1 }),
            ("earlier time", 1, { $0.time = .minimum }), ("another state", 1, { $0.from = .running }),
            ("cannot lead to", 1, { $0.to = .pending }), ("earlier attempt", 2, { $0.attempt = 0 }),
            ("cannot lead to", 2, { $0.to = .pending }), ("later revision", 3, { $0.revision = 99 }),
            ("later time", 3, { $0.time = .maximum }), ("never made", 3, { $0.attempt = 2 }),
            ("comes after the end", 2, { $0.to = .cancelled }),
        ]
        for (words, line, change) in changes {
            var lines = lines
            change(&lines[line])
            let rules = broken(by: lines)
            #expect(rules.contains { $0.contains(words) }, "\(words): \(rules)")
        }
    }

    @Test func itsEndIsThatOfTheRecord() {
        var changed = record
        changed.revision += 1
        #expect(broken(by: lines, of: changed) == ["Its history ends with revision 4, and it has revision 5."])
        changed.attempt += 1
        #expect(broken(by: lines, of: changed) == ["Its history ends in attempt 1, and it is in attempt 2."])
    }

    /// What a holder reports is no line of the history.
    @Test func aRecordThatRunsMayBeAhead() throws {
        var running = record
        running.state = .running
        running.revision = 9
        #expect(broken(by: Array(lines.prefix(3)), of: running) == [])
    }

    @Test func faultsOfOneHistoryAreFew() {
        var backwards: [HistoryEntry] = []
        for _ in 0..<20 { backwards += lines.reversed() }
        #expect((2...21).contains(broken(by: backwards).count))
    }

    private func broken(by lines: [HistoryEntry], of changed: OperationRecord? = nil) -> [String] {
        var history = HistoryInvariants(of: changed ?? record)
        for line in lines { history.accept(line) }
        return history.broken
    }
}
