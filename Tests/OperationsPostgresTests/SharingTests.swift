import OperationsCore
import OperationsTestKit
import PostgresClient
import Testing

@testable import OperationsPostgres

/// Several stores on one schema.
@Suite(.enabled(if: TestDatabase.isThere)) struct SharingTests {
    @Test func everyOperationIsLeasedOnceByWhomever() async throws {
        try await withTwoStores { one, other in
            try await one.start(all: (0..<200).map { StartRequest(operationID: "n\($0)", queue: "q\($0 % 3)") })
            let leased = try await withThrowingTaskGroup(of: [OperationName].self) { group in
                for number in 0..<30 {
                    let driver = number.isMultiple(of: 2) ? one : other
                    let queues: Set<String> = [[], ["q0"], ["q0", "q1", "q2"]][number % 3]
                    group.addTask { try await driver.lease(queues: queues, limit: 9).map(\.name) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(leased.count == Set(leased).count, "An operation was leased twice.")
            var rest: [OperationName] = []
            while true {
                let more = try await other.lease(limit: 50).map(\.name)
                if more.isEmpty { break }
                rest += more
            }
            #expect(Set(leased + rest).count == 200 && leased.count + rest.count == 200)
        }
    }

    @Test func updatesOfTwoStoresAreNeverLost() async throws {
        try await withTwoStores { one, other in
            try await one.start("a")
            let record = try #require(try await one.lease().first)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    let driver = number.isMultiple(of: 2) ? one : other
                    group.addTask { try await Self.raise(driver, record) }
                }
                try await group.waitForAll()
            }
            #expect(try await other.record(record.name).progressPercent == 40)
            #expect(try await one.record(record.name).revision == record.revision + 40)
        }
    }

    /// Both find the name free, and only one may have it: the other is run again, and sees it.
    @Test func aNameIsGivenOnce() async throws {
        try await withTwoStores { one, other in
            for round in 0..<20 {
                let name = OperationName(stored: "operations/r\(round)")
                let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for driver in [one, other, one, other] {
                        group.addTask { try await Self.startUnlessThere(driver, name) }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(winners == 1)
            }
        }
    }

    /// What is due is done once, whoever sweeps.
    @Test func whatIsDueIsDoneOnce() async throws {
        try await withTwoStores { one, other in
            try await one.start(
                all: (0..<60).map { StartRequest(operationID: "n\($0)", scheduleTime: one.time.now + .seconds(1)) })
            one.time.advance(by: .seconds(2))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<10 {
                    let driver = number.isMultiple(of: 2) ? one : other
                    group.addTask { try await driver.sweep(limit: 10) }
                }
                let swept = try await group.reduce(0, +)
                #expect(swept <= 60)
            }
            while try await one.sweep() > 0 {}
            #expect(try await other.inspect { try $0.ready(LeaseSelector(), limit: 100).count } == 60)
        }
    }

    @Test func aReadElsewhereSeesWhatWasAcknowledged() async throws {
        try await withTwoStores { one, other in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let record = try await one.start("n\(number)", request: Samples.payload("x"))
                        #expect(try await other.record(record.name) == record)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func raise(_ driver: StoreDriver, _ record: OperationRecord) async throws {
        try await driver.store.transact { transaction in
            let found = try transaction.lookup([record.name])[record.name] ?? .unknown
            let current = try found.record(named: record.name)
            let beat = Heartbeat(
                token: record.lease?.token ?? "", progressPercent: (current.progressPercent ?? 0) + 1)
            try transaction.write([try Lifecycle.apply(.heartbeat(beat), to: current, at: transaction.now)])
        }
    }

    private static func startUnlessThere(_ driver: StoreDriver, _ name: OperationName) async throws -> Bool {
        try await driver.store.transact { transaction in
            guard try transaction.lookup([name])[name] == .unknown else { return false }
            let start = try Lifecycle.start(
                StartRequest(), as: name, digest: nil, defaultTimeToLive: .seconds(60), at: transaction.now)
            try transaction.write([start])
            return true
        }
    }
}
