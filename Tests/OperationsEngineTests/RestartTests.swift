#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import OperationsCore
import OperationsEngine
import OperationsSQLite
import OperationsTestKit
import Testing

@Suite struct RestartTests {
    @Test func whatFellDueWhileNobodyRanIsHandledAtOnce() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "longrun-\(UUID().uuidString).db").path
        defer {
            for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        let time = ManualTime()
        let before = try SQLiteStore(path: path, time: time)
        let eager = RetryPolicy(initialBackoff: .zero, maxBackoff: .zero)
        try await withEngine(time: time, store: before) { fixture async throws in
            _ = try await fixture.leased(StartRequest(operationID: "orphan", retryPolicy: eager))
            let token = try await fixture.engine.listOperations(under: "", pageSize: 1).nextPageToken
            #expect(token.isEmpty)
        }
        before.close()
        time.advance(by: .seconds(60))

        let after = try SQLiteStore(path: path, time: time)
        try await withEngine(time: time, store: after) { fixture async throws in
            let lease = try await fixture.nextLease(worker: "heir")
            #expect(lease.name.text == "operations/orphan" && lease.attempt == 2)
            #expect(try await fixture.complete(lease).state == .succeeded)
        }
        after.close()
    }

    @Test func pageTokensSurviveARestart() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "longrun-\(UUID().uuidString).db").path
        defer {
            for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        let time = ManualTime()
        let before = try SQLiteStore(path: path, time: time)
        let engine = try await OperationEngine(store: before, payloads: TextPayloads(), time: time)
        let running = Task { try await engine.run() }
        _ = try await engine.start((0..<3).map { StartRequest(operationID: "op-\($0)") }, parent: .root)
        let token = try await engine.listOperations(under: "", pageSize: 2).nextPageToken
        running.cancel()
        _ = await running.result
        before.close()

        let after = try SQLiteStore(path: path, time: time)
        let restarted = try await OperationEngine(store: after, payloads: TextPayloads(), time: time)
        let page = try await restarted.listOperations(under: "", pageToken: token)
        #expect(page.items.map(\.name.text) == ["operations/op-2"])
        after.close()
    }
}
