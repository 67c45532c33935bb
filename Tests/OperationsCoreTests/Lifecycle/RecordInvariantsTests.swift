import OperationsCore
import OperationsTestKit
import Testing

/// Each rule finds what breaks it; that lives by the rules break none is shown by the random lives.
@Suite struct RecordInvariantsTests {
    private typealias Change = (inout OperationRecord) -> Void

    @Test func pendingRecords() throws {
        let record = try Fixture.started()
        #expect(RecordInvariants.broken(by: record) == [])
        let changes: [(String, Change)] = [
            ("ready set", { $0.state = .running }), ("result", { $0.result = .response(.empty) }),
            ("end time", { $0.endTime = $0.updateTime }), ("expire time", { $0.expireTime = $0.updateTime }),
            ("lease", { $0.lease = Perturbations.someLease }), ("queue", { $0.queue = "" }),
            ("revision", { $0.revision = 0 }), ("start time", { $0.startTime = $0.createTime }),
            ("start time", { $0.attempt = 1 }), ("counted attempts", { $0.countedAttempts = 1 }),
            ("counted attempts", { $0.attempt = -1 }),
            ("error of an attempt", { $0.lastError = Status(code: .ok, message: "") }),
            ("progress", { $0.progressPercent = 101 }), ("in that order", { $0.updateTime = .minimum }),
            ("was ready", { $0.readyTime = .minimum }), ("requested", { $0.cancelRequestTime = $0.createTime }),
            ("nobody requested", { $0.cancelDeadline = $0.createTime }),
            ("before it was created", { $0.cancelRequestTime = .minimum }),
        ]
        try expectFaults(changes, in: record)
        let misnamed = OperationRecord(
            name: OperationName(stored: "operations/"), queue: "q", createTime: Fixture.now, timeToLive: .zero)
        #expect(RecordInvariants.broken(by: misnamed) == ["Its name is spelled as no name can be."])
    }

    @Test func finishedRecords() throws {
        var record = try Fixture.started()
        record = try #require(
            try Lifecycle.apply(.cancel(gracePeriod: .zero), to: record, at: Fixture.now).after)
        #expect(RecordInvariants.broken(by: record) == [])
        let changes: [(String, Change)] = [
            ("result", { $0.result = nil }), ("end time", { $0.endTime = nil }),
            ("expire time", { $0.timeToLive += .seconds(1) }), ("fit to its state", { $0.result = .response(.empty) }),
            ("fit to its state", { $0.result = .error(Status(code: .unknown, message: "")) }),
            ("fit to its state", { $0.state = .succeeded }), ("after its end", { $0.updateTime = .maximum }),
            ("ready set", { $0.isReady = true }), ("ended before", { $0.endTime = .minimum }),
        ]
        try expectFaults(changes, in: record)
    }

    @Test func runningRecords() throws {
        let grant = LeaseGrant(token: "t", workerID: "w", duration: .seconds(1))
        let record = try #require(
            try Lifecycle.apply(.lease(grant), to: try Fixture.started(), at: Fixture.now).after)
        #expect(RecordInvariants.broken(by: record) == [])
        let changes: [(String, Change)] = [
            ("without one", { $0.lease = nil }), ("no token", { $0.lease?.token = "" }),
            ("runs without an attempt", { $0.attempt = 0 }), ("policy allows", { $0.retryPolicy.maxAttempts = 0 }),
        ]
        try expectFaults(changes, in: record)
    }

    private func expectFaults(_ changes: [(String, Change)], in record: OperationRecord) throws {
        for (words, change) in changes {
            var broken = record
            change(&broken)
            let rules = RecordInvariants.broken(by: broken)
            #expect(rules.contains { $0.contains(words) }, "\(words): \(rules)")
        }
    }
}
