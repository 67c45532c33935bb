import OperationsAPI
import OperationsCore
import OperationsWire
import Testing

@testable import OperationsClient

@Suite("The client library")
struct ClientTests {
    @Test(
        "reads endpoints",
        arguments: [
            ("127.0.0.1:50051", "127.0.0.1", 50_051), ("localhost:1", "localhost", 1),
            ("db.example", "db.example", 50_051),
            ("[::1]:7", "::1", 7), ("[::1]", "::1", 50_051), ("::1", "::1", 50_051),
        ])
    func endpoints(text: String, host: String, port: Int) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(try Endpoint(endpoint.description) == endpoint)
    }

    @Test("refuses what is none", arguments: ["", ":1", "a:", "a:0", "a:65536", "a:b", "http://a:1", "[::1]x"])
    func noEndpoints(text: String) {
        #expect(throws: Endpoint.Fault.self) { try Endpoint(text) }
    }

    @Test("takes errors apart")
    func errors() {
        let status = Google_Rpc_Status(
            ServiceError(
                .invalidField, "no", metadata: ["field": "queue"],
                violations: [.init(field: "queue", description: "too long")], retryDelay: .seconds(2)))
        let error = ClientError(status: status, endpoint: Endpoint(host: "h"))
        #expect(error.code == .invalidArgument)
        #expect(error.reason == "INVALID_FIELD")
        #expect(error.knownReason == .invalidField)
        #expect(error.metadata == ["field": "queue"])
        #expect(error.fieldViolations == [.init(field: "queue", description: "too long")])
        #expect(error.retryDelay == .seconds(2))
        #expect(!error.isTransient)
    }

    @Test("pauses longer and longer, up to a limit")
    func backoff() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(3))
        #expect(backoff.next(random: 0) == .milliseconds(500))
        #expect(backoff.next(random: 0.5) == .milliseconds(1_500))
        #expect(backoff.next(random: 0) == .milliseconds(1_500))
        backoff.reset()
        #expect(backoff.next(random: 0) == .milliseconds(500))
    }

    @Test("says when there is no server, without waiting for one")
    func absentServer() async throws {
        let endpoint = Endpoint(host: "127.0.0.1", port: 1)
        let error = await #expect(throws: ClientError.self) {
            try await withOperationsClient(endpoint: endpoint) { _ = try await $0.get("operations/x") }
        }
        #expect(error?.isUnreachable == true)
        #expect(error?.endpoint == endpoint)
    }

    @Test("throws CancellationError when its task is cancelled")
    func cancellation() async throws {
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withOperationsClient(endpoint: Endpoint(host: "127.0.0.1", port: 1)) {
                    _ = try await $0.handle("operations/x").wait(patience: .seconds(600))
                }
            }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
    }
}
