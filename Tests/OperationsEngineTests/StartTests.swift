import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct StartTests {
    private let uuid = "7C0E1A52-4B1D-4F0E-9D43-0A8C3F5D2B61"

    @Test func aStartedOperationIsPendingAndReady() async throws {
        try await withEngine { fixture async throws in
            let record = try await fixture.engine.start(StartRequest(parent: try Parent("projects/p/locations/l")))
            #expect(record.state == .pending && record.isReady && record.queue == "default" && record.revision == 1)
            #expect(try await fixture.engine.get(record.name.text) == record)
        }
    }

    @Test func idsOfTheServerSortInTheOrderOfTheStarts() async throws {
        try await withEngine { fixture async throws in
            var names: [OperationName] = []
            for _ in 0..<50 { names.append(try await fixture.engine.start(StartRequest()).name) }
            #expect(names == names.sorted())
        }
    }

    @Test func theSameRequestIDAndContentNameTheSameOperation() async throws {
        try await withEngine { fixture async throws in
            let request = StartRequest(requestID: uuid, queue: "q", labels: ["a": "b"])
            let first = try await fixture.engine.start(request)
            var again = request
            again.requestID = uuid.lowercased()
            #expect(try await fixture.engine.start(again) == first)
            again.labels = ["a": "c"]
            #expect(await reason { _ = try await fixture.engine.start(again) } == .requestIDConflict)
            var elsewhere = request
            elsewhere.parent = try Parent("locations/l")
            #expect(try await fixture.engine.start(elsewhere).name != first.name)
        }
    }

    /// So that nodes that repeat the same starts in different orders do not wait for each other.
    @Test func repeatsAreLookedUpTogether() async throws {
        try await withEngine { fixture async throws in
            let requests = (0..<5).map { StartRequest(requestID: self.uuid.dropLast() + "\($0)") }
            let first = try await fixture.engine.start(requests, parent: .root)
            fixture.store.reset()
            let repeated = try await fixture.engine.start(requests.reversed(), parent: .root)
            #expect(repeated.map(\.name) == first.map(\.name).reversed())
            #expect(fixture.store.counts.lockingLookups == 1)
        }
    }

    @Test func aRepeatAfterTheDeleteIsNeverASecondStart() async throws {
        try await withEngine { fixture async throws in
            let request = StartRequest(requestID: uuid)
            let first = try await fixture.engine.start(request)
            try await fixture.engine.delete(first.name.text)
            #expect(await reason { _ = try await fixture.engine.start(request) } == .operationDeleted)
        }
    }

    @Test func aRepeatIsAnsweredAlthoughItsDeadlineHasPassed() async throws {
        try await withEngine { fixture async throws in
            let request = StartRequest(requestID: uuid, deadline: fixture.time.now + .seconds(5))
            let first = try await fixture.engine.start(request)
            fixture.time.advance(by: .seconds(10))
            #expect(try await fixture.engine.start(request).name == first.name)
        }
    }

    @Test func anIDIsNotReused() async throws {
        try await withEngine { fixture async throws in
            let request = StartRequest(operationID: "import-1")
            let first = try await fixture.engine.start(request)
            #expect(await reason { _ = try await fixture.engine.start(request) } == .operationAlreadyExists)
            try await fixture.engine.delete(first.name.text)
            #expect(await reason { _ = try await fixture.engine.start(request) } == .operationAlreadyExists)
        }
    }

    @Test func aBatchStartsAllOrNone() async throws {
        try await withEngine { fixture async throws in
            let parent = try Parent("projects/p")
            let good = StartRequest(operationID: "one")
            let records = try await fixture.engine.start([good, StartRequest(operationID: "two")], parent: parent)
            #expect(records.map(\.name.text) == ["projects/p/operations/one", "projects/p/operations/two"])
            let taken = await reason {
                _ = try await fixture.engine.start([StartRequest(operationID: "three"), good], parent: parent)
            }
            #expect(taken == .operationAlreadyExists)
            let gone = await reason { _ = try await fixture.engine.get("projects/p/operations/three") }
            #expect(gone == .operationNotFound)
        }
    }

    @Test func twoStartsOfOneBatchSeeEachOther() async throws {
        try await withEngine { fixture async throws in
            let twin = StartRequest(requestID: uuid)
            let records = try await fixture.engine.start([twin, twin], parent: .root)
            #expect(records.count == 2 && records[0] == records[1])
        }
    }

    @Test func validationStoresNothing() async throws {
        try await withEngine { fixture async throws in
            let request = StartRequest(operationID: "only-checked", requestID: uuid)
            try await fixture.engine.validate(request)
            #expect(await reason { _ = try await fixture.engine.get("operations/only-checked") } == .operationNotFound)
            _ = try await fixture.engine.start(request)
            var other = request
            other.requestID = nil
            let taken = other
            #expect(await reason { try await fixture.engine.validate(taken) } == .operationAlreadyExists)
        }
    }
}
