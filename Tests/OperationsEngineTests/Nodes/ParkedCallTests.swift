import OperationsCore
import Testing

@testable import OperationsEngine

/// Who among the parked calls is woken.
@Suite struct ParkedCallTests {
    private func call(
        _ id: UInt64, queues: Set<String> = ["q"], scope: String = "", count: Int = 1
    ) throws -> LeaseCall {
        let selector = LeaseSelector(scope: try Parent(scope), queues: queues)
        return LeaseCall(
            id: id, request: LeaseRequest(selector: selector, count: count), duration: .seconds(30), mayWait: true
        ) { _ in }
    }

    private func ready(_ count: Int = 1, queue: String = "q", parent: String = "") throws -> [ReadyOperation] {
        try (0..<count).map { number in
            let prefix = parent.isEmpty ? "" : "\(parent)/"
            return ReadyOperation(name: try OperationName("\(prefix)operations/o\(number)"), queue: queue)
        }
    }

    @Test func whoWaitsLongestIsWokenFirstAndComesBackToItsPlace() throws {
        var parked = ParkedCalls()
        for id in [1, 2, 3] as [UInt64] { parked.insert(try call(id)) }
        let first = parked.take(for: try ready())
        #expect(first.map(\.id) == [1])
        for call in first { parked.insert(call) }
        #expect(parked.take(for: try ready(2)).map(\.id) == [1, 2])
        #expect(parked.take(for: try ready(5)).map(\.id) == [3])
        #expect(parked.isEmpty)
    }

    @Test func aCallWithRoomForManyIsWokenOnceForAllOfThem() throws {
        var parked = ParkedCalls()
        parked.insert(try call(1, count: 3))
        parked.insert(try call(2))
        #expect(parked.take(for: try ready(3)).map(\.id) == [1])
        #expect(parked.take(for: try ready(1)).map(\.id) == [2])
    }

    @Test func onlyThoseWhoWouldTakeItAreWoken() throws {
        var parked = ParkedCalls()
        parked.insert(try call(1, scope: "projects/a"))
        parked.insert(try call(2, queues: ["other"]))
        parked.insert(try call(3, queues: []))
        parked.insert(try call(4, queues: ["q", "other"]))
        #expect(parked.take(for: try ready(queue: "third")).map(\.id) == [3])
        #expect(parked.take(for: try ready(parent: "projects/b")).map(\.id) == [4])
        #expect(parked.take(for: try ready(parent: "projects/b")).isEmpty)
        #expect(parked.take(for: try ready(parent: "projects/a")).map(\.id) == [1])
        #expect(parked.take(for: try ready(queue: "other")).map(\.id) == [2])
        #expect(parked.isEmpty)
    }

    @Test func oneOfEachKindIsAskedAgain() throws {
        var parked = ParkedCalls()
        for id in [1, 2, 3] as [UInt64] { parked.insert(try call(id)) }
        parked.insert(try call(4, queues: ["other"]))
        #expect(parked.takeOneOfEach(limit: 9).map(\.id).sorted() == [1, 4])
        #expect(parked.takeOneOfEach(limit: 9).map(\.id) == [2])
    }

    @Test func kindsTakeTurnsWhenThereAreMany() throws {
        var parked = ParkedCalls()
        let calls = try (1...5).map { try call(UInt64($0), queues: ["q\($0)"]) }
        for call in calls { parked.insert(call) }
        var asked: [UInt64] = []
        for _ in 0..<4 {
            let next = parked.takeOneOfEach(limit: 2)
            asked += next.map(\.id)
            for call in next { parked.insert(call) }
        }
        #expect(asked == [1, 2, 3, 4, 5, 1, 2, 3])
    }

    @Test func aCallIsTakenAwayOnce() throws {
        var parked = ParkedCalls()
        let calls = try (1...5).map { try call($0) }
        for call in calls { parked.insert(call) }
        #expect(parked.remove(calls[2]) && !parked.remove(calls[2]))
        #expect(!parked.remove(try call(2)))
        #expect(parked.takeAll().map(\.id) == [1, 2, 4, 5])
        #expect(parked.isEmpty && !parked.remove(calls[0]))
    }

    @Test func recentOffersTellWhetherACallMayHaveMissedOne() throws {
        var offers = RecentOffers()
        let selector = LeaseSelector(queues: ["q"])
        let start = offers.count
        #expect(!offers.mayHold(for: selector, after: start))
        offers.add(try ready(queue: "other"))
        #expect(!offers.mayHold(for: selector, after: start))
        offers.add(try ready())
        #expect(offers.mayHold(for: selector, after: start))
        #expect(!offers.mayHold(for: selector, after: offers.count))
        // Too many to remember.
        let before = offers.count
        offers.add(try ready(8_192, queue: "other"))
        #expect(!offers.mayHold(for: selector, after: before))
        #expect(offers.mayHold(for: selector, after: before - 1))
    }
}
