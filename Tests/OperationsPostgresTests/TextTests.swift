import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsPostgres

/// PostgreSQL keeps no NUL in a text; one that a caller sends must neither fail a batch nor get lost.
@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresTextTests {
    private static let odd = "a\u{0}\\0\\\\\u{0}é"

    @Test func oddTextIsKeptEverywhere() async throws {
        try await withPostgresStore { store, driver in
            let request = StartRequest(
                operationID: "a", requestID: Self.odd, queue: Self.odd,
                request: .json(typeURL: Self.odd, text: Self.odd), labels: [Self.odd: Self.odd])
            let started = try await driver.start(request, digest: ContentDigest(bytes: [1]))
            #expect(try await driver.record(started.name) == started)
            let key = RequestKey(parent: .root, requestID: Self.odd)
            #expect(try await driver.inspect { try $0.rememberedStarts([key])[key]?.name } == started.name)
            let grant = LeaseGrant(token: Self.odd, workerID: Self.odd, duration: .seconds(9))
            let commands: [Command] = [
                .lease(grant),
                .heartbeat(Heartbeat(token: Self.odd, metadata: Samples.json(Self.odd), statusMessage: Self.odd)),
                .fail(
                    Samples.failure(token: Self.odd, retryable: false, details: [.json(typeURL: Self.odd, text: "")])),
            ]
            for command in commands {
                let written = try await driver.apply(command, to: started.name)
                #expect(try await driver.record(started.name) == written)
            }
            let lines = try await store.history(of: started.name, after: 0, limit: 9)
            #expect(lines.contains { $0.actor == "worker/\(Self.odd)" })
            #expect(try await driver.inspect { try $0.ready(LeaseSelector(queues: [Self.odd]), limit: 9) } == [])
        }
    }

    @Test func oddTextIsKeptBesideOperations() async throws {
        try await withPostgresStore { store, driver in
            let set = DescriptorSet(id: Self.odd, content: [0], updateTime: driver.time.now)
            try await store.transact {
                try $0.put(set)
                try $0.put(Samples.policy(), of: Self.odd)
            }
            #expect(try await store.descriptorSets() == [set])
            #expect(try await store.policy(of: Self.odd) == Samples.policy())
            let wasThere = try await store.transact {
                try $0.removePolicy(of: Self.odd)
                return try $0.removeDescriptorSet(Self.odd)
            }
            #expect(wasThere)
            #expect(try await store.policy(of: Self.odd) == nil)
        }
    }
}
