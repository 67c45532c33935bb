import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsTestKit
import Testing

/// Message types that are added while the server runs.
@Suite struct DescriptorSetTests {
    private let store = MemoryStore(time: ManualTime())

    private func engine(_ payloads: any PayloadCatalogue = TextPayloads()) async throws -> OperationEngine {
        try await OperationEngine(store: store, payloads: payloads, time: ManualTime())
    }

    private func reason(_ body: () async throws -> Void) async -> ErrorReason? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? ServiceError)?.reason
        }
    }

    @Test func whatIsAddedIsListedReplacedAndDeleted() async throws {
        let engine = try await engine()
        _ = try await engine.addDescriptorSet("shop", content: [1])
        let replaced = try await engine.addDescriptorSet("shop", content: [2])
        _ = try await engine.addDescriptorSet("bank-2", content: [3])
        #expect(replaced.name == "descriptorSets/shop")
        #expect(try await engine.descriptorSets().map(\.content) == [[3], [2]])
        try await engine.deleteDescriptorSet("descriptorSets/shop")
        #expect(try await engine.descriptorSets().map(\.id) == ["bank-2"])
        #expect(await reason { try await engine.deleteDescriptorSet("descriptorSets/shop") } == .descriptorSetNotFound)
    }

    @Test func badIDsNamesAndSizesAreRefused() async throws {
        let engine = try await engine()
        for id in ["", "A", "-a", "a-", "1a", "a_b", "ä", String(repeating: "a", count: 64)] {
            #expect(await reason { _ = try await engine.addDescriptorSet(id, content: [1]) } == .invalidField)
        }
        let tooLarge = [UInt8](repeating: 1, count: DescriptorSetRules.largestContent + 1)
        for content in [[], tooLarge] {
            #expect(await reason { _ = try await engine.addDescriptorSet("a", content: content) } == .invalidField)
        }
        for name in ["shop", "descriptorSets/", "operations/shop"] {
            #expect(await reason { try await engine.deleteDescriptorSet(name) } == .invalidField)
        }
        for number in 0..<DescriptorSetRules.largestCount {
            _ = try await engine.addDescriptorSet("s\(number)", content: [1])
        }
        #expect(await reason { _ = try await engine.addDescriptorSet("more", content: [1]) } == .invalidField)
        _ = try await engine.addDescriptorSet("s0", content: [2])
    }

    /// What the catalogue refuses is not kept, and what was in use before is in use again.
    @Test func aRefusedSetChangesNothing() async throws {
        let payloads = NotedPayloads()
        let engine = try await engine(payloads)
        _ = try await engine.addDescriptorSet("good", content: [1])
        #expect(await reason { _ = try await engine.addDescriptorSet("bad", content: [0]) } == .invalidDescriptors)
        #expect(await reason { _ = try await engine.addDescriptorSet("good", content: [0]) } == .invalidDescriptors)
        #expect(try await engine.descriptorSets().map(\.id) == ["good"])
        #expect(payloads.used == ["good"])
    }

    /// A server that is started with other types than before may find sets that no longer go together.
    @Test func setsThatContradictEachOtherLeaveTheOthersInUse() async throws {
        for (id, content) in [("a", 7), ("b", 7), ("c", 8)] as [(String, UInt8)] {
            let set = DescriptorSet(id: id, content: [content], updateTime: ManualTime().now)
            try await store.transact { try $0.put(set) }
        }
        let payloads = NotedPayloads()
        let engine = try await engine(payloads)
        #expect(payloads.used == ["a", "c"])
        _ = try await engine.addDescriptorSet("d", content: [9])
        #expect(payloads.used == ["a", "c", "d"])
        #expect(await reason { _ = try await engine.addDescriptorSet("e", content: [9]) } == .invalidDescriptors)
        try await engine.deleteDescriptorSet("descriptorSets/a")
        #expect(payloads.used == ["b", "c", "d"])
    }

    /// What a transaction took into use that could not be committed is taken back.
    @Test func aFailedCommitTakesItsTypesBack() async throws {
        let payloads = NotedPayloads()
        let faulty = FaultyStore(store)
        let engine = try await OperationEngine(store: faulty, payloads: payloads, time: ManualTime())
        faulty.failNext(.unavailable("busy"), .afterCommit)
        #expect(await reason { _ = try await engine.addDescriptorSet("a", content: [1]) } == .storeUnavailable)
        #expect(payloads.used == ["a"])
        faulty.failNext(.unavailable("busy"))
        #expect(await reason { try await engine.deleteDescriptorSet("descriptorSets/a") } == .storeUnavailable)
        #expect(payloads.used == ["a"])
    }

    @Test func aNewEngineUsesWhatTheStoreKept() async throws {
        _ = try await engine().addDescriptorSet("shop", content: [1])
        let payloads = NotedPayloads()
        _ = try await engine(payloads)
        #expect(payloads.used == ["shop"])
    }
}
