import OperationsTestKit
import Testing

@testable import OperationsCore

/// Bounds never exclude what the filter keeps, and a record is never dropped before its payloads are seen.
@Suite struct BoundsTests {
    @Test func whatIsKeptLiesWithinTheBounds() throws {
        var kept = 0
        for seed in UInt64(1)...4_000 {
            var random = SeededGenerator(seed: seed)
            let text = RandomFilter.text(depth: 3, &random)
            let filter = try Filter(text, now: filterNow)
            let records = filter.records(reading: TextPayloads())
            for _ in 0..<8 {
                let record = RandomFilter.record(&random)
                guard records.keeps(record) else { continue }
                kept += 1
                #expect(filter.bounds.include(record), "seed \(seed): \(text) keeps \(record)")
                #expect(records.mayKeep(record.withoutPayloads), "seed \(seed): \(text)")
                if !records.needsPayloads { #expect(records.keeps(record.withoutPayloads), "seed \(seed): \(text)") }
            }
        }
        #expect(kept > 2_000)
    }

    @Test func negationIsTheComplement() throws {
        for seed in UInt64(1)...1_000 {
            var random = SeededGenerator(seed: seed)
            let text = RandomFilter.text(depth: 2, &random)
            let record = RandomFilter.record(&random)
            #expect(try keeps("NOT (\(text))", record) != keeps(text, record), "seed \(seed): \(text)")
        }
    }

    @Test(arguments: [
        ("state = RUNNING", FilterBounds(states: [.running])),
        ("done = true", FilterBounds(states: [.succeeded, .failed, .cancelled])),
        ("NOT done = true", FilterBounds(states: [.pending, .running])),
        ("error:*", FilterBounds(states: [.failed, .cancelled])),
        ("state = (FAILED OR CANCELLED)", FilterBounds(states: [.failed, .cancelled])),
        ("state = FAILED OR queue = a", FilterBounds()),
        ("queue = a OR queue = b", FilterBounds(queues: ["a", "b"])),
        ("queue = a AND (queue = b OR queue = a)", FilterBounds(queues: ["a"])),
        ("queue = a*", FilterBounds()),
        ("labels.env = prod", FilterBounds(labels: ["env": ["prod"]])),
        ("labels.env = (prod OR dev) labels.x = y", FilterBounds(labels: ["env": ["prod", "dev"], "x": ["y"]])),
        ("name = projects/p/*", FilterBounds(names: .beginning(with: "projects/p/"))),
        ("name = operations/x", FilterBounds(names: .exactly("operations/x"))),
        ("parent = projects/p", FilterBounds(names: .beginning(with: "projects/p/operations/"))),
        ("update_time >= ago(0s)", FilterBounds()),
        (
            "end_time >= ago(0s)",
            FilterBounds(states: [.succeeded, .failed, .cancelled], endTime: TimeBounds(from: filterNow))
        ),
        ("start_time < ago(0s)", FilterBounds(createTime: TimeBounds(through: filterNow))),
        ("create_time < ago(0s)", FilterBounds(createTime: TimeBounds(through: filterNow))),
        ("metadata.x = 1 AND state = PENDING", FilterBounds(states: [.pending])),
        ("metadata.x = 1", FilterBounds()),
        ("is_v2(true)", FilterBounds()),
    ])
    func boundsSayWhatAnIndexCanUse(_ text: String, _ expected: FilterBounds) throws {
        #expect(try Filter(text, now: filterNow).bounds == expected)
    }

    @Test(arguments: ["state = RUNNING AND done = true", "is_v2(false)", "queue = a queue = b", "name < a name > b"])
    func contradictionsAreEmpty(_ text: String) throws {
        #expect(try Filter(text, now: filterNow).bounds.areEmpty)
    }
}

enum RandomFilter {
    static func text(depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0 else { return leaves.randomElement(using: &random) ?? "" }
        let first = text(depth: depth - 1, &random)
        let second = text(depth: depth - 1, &random)
        return switch Int.random(in: 0..<5, using: &random) {
        case 0: "(\(first)) AND (\(second))"
        case 1: "(\(first)) OR (\(second))"
        case 2: "NOT (\(first))"
        default: first
        }
    }

    private static let leaves = [
        "done = true", "done != true", "state = RUNNING", "state != RUNNING", "state = CANCELLING",
        "state != CANCELLING", "queue = a", "queue != a", "queue = (a OR b)", "labels.env = x", "labels.env != x",
        "labels.env:*", "name = projects/p/*", "name >= projects/p", "name < projects/p/operations/2",
        "name <= operations/1", "name = operations/1", "parent = projects/p", "create_time < ago(1h)",
        "create_time >= ago(1h)", "update_time > ago(60s)", "update_time = ago(60s)", "start_time:*",
        "start_time < ago(30m)", "start_time >= ago(30m)", "end_time:*", "end_time > ago(61s)", "end_time <= ago(60s)",
        "end_time != ago(60s)", "error:*", "error = null", "error.code = 2", "error.message:broke", "status_code = 0",
        "status_code != 2", "response:*", "response.a = 1", "metadata.a = 1", "metadata.a != 1", "metadata.a:*",
        "lease_expire_time:*", "lease_expire_time > ago(0s)", "ready_time > ago(2h)", "expire_time:*", "request:*",
        "status = done", "status.state = ACTIVE", "complete_time > ago(61s)", "requested_cancellation = true", "broke",
        "cancel_requested = true", "worker_id:worker", "is_v2(false)", "error.details:x",
    ]

    static func record(_ random: inout SeededGenerator) -> OperationRecord {
        let names = ["operations/1", "operations/2", "projects/p/operations/1", "projects/p/locations/l/operations/3"]
        return operation(
            names.randomElement(using: &random) ?? "operations/1",
            OperationState.allCases.randomElement(using: &random) ?? .pending,
            queue: ["a", "b", "c"].randomElement(using: &random) ?? "a",
            labels: random.chance(50) ? ["env": ["x", "y"].randomElement(using: &random) ?? "x"] : [:],
            metadata: random.chance(50) ? #"{"a": \#(Int.random(in: 1...2, using: &random))}"# : nil,
            response: #"{"a": 1}"#
        ) {
            if random.chance(30) { $0.cancelRequestTime = filterNow }
            if random.chance(30) { $0.request = .json(typeURL: "type.googleapis.com/test.A", text: "{}") }
        }
    }
}

extension FilterBounds {
    fileprivate func include(_ record: OperationRecord) -> Bool {
        states.map { $0.contains(record.state) } ?? true
            && queues.map { $0.contains(record.queue) } ?? true
            && labels.allSatisfy { key, values in record.labels[key.text].map { values.contains(ByteText($0)) } ?? false
            }
            && !record.name.text.utf8.lexicographicallyPrecedes(names.lower.utf8)
            && names.upper.map { record.name.text.utf8.lexicographicallyPrecedes($0.utf8) } ?? true
            && (createTime.from...createTime.through).contains(record.createTime)
            && (endTime == .all || record.endTime.map((endTime.from...endTime.through).contains) ?? false)
    }
}

extension OperationRecord {
    /// As a store reads it first.
    var withoutPayloads: OperationRecord {
        var copy = self
        copy.request = nil
        copy.metadata = nil
        switch result {
        case .response: copy.result = nil
        case .error(let status):
            copy.result = .error(Status(code: status.code, message: status.message, reason: status.reason))
        case nil: break
        }
        return copy
    }
}
