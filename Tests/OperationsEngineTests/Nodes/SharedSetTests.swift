import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

/// Message types that are added and removed on one node while others run.
@Suite struct SharedSetTests {
    @Test func aSetIsUsedOnEveryNodeUntilItIsDeletedOnAny() async throws {
        try await withNodes { nodes async throws in
            _ = try await nodes.one.engine.addDescriptorSet("a", content: [1])
            await nodes.other.payloads.using(["a"])
            _ = try await nodes.other.engine.addDescriptorSet("b", content: [2])
            await nodes.one.payloads.using(["a", "b"])
            try await nodes.one.engine.deleteDescriptorSet("descriptorSets/a")
            await nodes.other.payloads.using(["b"])
        }
    }

    /// The first run took into use what the last one refused.
    @Test func whatWasNotStoredInTheEndIsNotUsed() async throws {
        try await withNodes { nodes async throws in
            nodes.other.store.setDeaf(true)
            nodes.other.store.runNextTwice {
                _ = try await nodes.one.engine.addDescriptorSet("a", content: [7])
            }
            let refused = await reason { _ = try await nodes.other.engine.addDescriptorSet("b", content: [7]) }
            #expect(refused == .invalidDescriptors)
            #expect(nodes.other.payloads.used == ["a"])
        }
    }

    @Test func setsThatCouldNotBeReadAreReadAgain() async throws {
        try await withNodes { nodes async throws in
            nodes.other.faults.failNext(.unavailable("away"))
            _ = try await nodes.one.engine.addDescriptorSet("a", content: [1])
            await nodes.time.sleeper(until: nodes.time.now + .seconds(1))
            nodes.time.advance(by: .seconds(1))
            await nodes.other.payloads.using(["a"])
        }
    }

    /// Neither the change nor the look at what is stored instead came through.
    @Test func whatCouldNotBeTakenBackAtOnceIsTakenBackLater() async throws {
        try await withNodes { nodes async throws in
            nodes.other.faults.failNext(.unavailable("answer lost"), .afterCommit)
            nodes.other.faults.failNext(.unavailable("away"))
            nodes.other.store.setDeaf(true)
            let refused = await reason { _ = try await nodes.other.engine.addDescriptorSet("b", content: [7]) }
            #expect(refused == .storeUnavailable)
            try await nodes.one.engine.deleteDescriptorSet("descriptorSets/b")
            await nodes.other.payloads.using([])
        }
    }
}
