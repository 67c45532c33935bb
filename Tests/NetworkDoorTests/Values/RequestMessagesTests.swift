import NIOCore
import Synchronization
import Testing

@testable import NetworkDoor

@Suite(.timeLimit(.minutes(1))) struct RequestMessagesTests {
    private final class Total: Sendable {
        let bytes = Atomic(0)
    }

    private let total = Total()

    private func messages() -> RequestMessages {
        let total = total
        return RequestMessages { total.bytes.add($0, ordering: .relaxed) }
    }

    @Test func theyAreReadInOrderAndPaidForAsTheyAreRead() async throws {
        let messages = messages()
        messages.push(ByteBuffer(string: "a"), size: 6)
        messages.push(ByteBuffer(string: "b"), size: 7)
        messages.finish(.success(()))
        #expect(total.bytes.load(ordering: .relaxed) == 0)
        #expect(!messages.isEmpty)
        var iterator = messages.makeAsyncIterator()
        #expect(try await iterator.next() == ByteBuffer(string: "a"))
        #expect(total.bytes.load(ordering: .relaxed) == 6)
        #expect(try await iterator.next() == ByteBuffer(string: "b"))
        #expect(try await iterator.next() == nil)
        #expect(total.bytes.load(ordering: .relaxed) == 13)
        #expect(messages.isEmpty)
    }

    @Test func whoeverWaitsIsHandedTheNextOne() async throws {
        let messages = messages()
        let reader = Task {
            var texts: [String] = []
            for try await message in messages { texts.append(String(buffer: message)) }
            return texts
        }
        for text in ["a", "b", "c"] { messages.push(ByteBuffer(string: text), size: 1) }
        messages.finish(.success(()))
        #expect(try await reader.value == ["a", "b", "c"])
        #expect(total.bytes.load(ordering: .relaxed) == 3)
    }

    @Test func aFailureComesBeforeWhatWasNotRead() async throws {
        let messages = messages()
        messages.push(ByteBuffer(string: "a"), size: 6)
        messages.finish(.failure(GRPCStatus(.invalidArgument, "")))
        messages.push(ByteBuffer(string: "b"), size: 6)
        messages.finish(.success(()))
        await #expect(throws: GRPCStatus(.invalidArgument, "")) {
            for try await _ in messages { Issue.record("there is none") }
        }
        #expect(total.bytes.load(ordering: .relaxed) == 0)
    }

    @Test func aCancelledReaderDoesNotWait() async throws {
        let messages = messages()
        let reader = Task {
            for try await _ in messages {}
        }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
    }
}
