import OperationsCore
import OperationsEngine
import OperationsTestKit
import Testing

@Suite struct ServingTests {
    @Test func aBrokenStoreIsToldWhenItIsMet() async throws {
        try await withEngine { fixture async throws in
            var states = fixture.engine.servingStates.makeAsyncIterator()
            #expect(await states.next() == true)
            fixture.faults.setFault(.broken("fsync failed"))
            fixture.faults.failNext(.broken("fsync failed"))
            _ = try? await fixture.engine.start(StartRequest())
            #expect(await states.next() == false)
        }
    }

    @Test func aShutdownIsTheLastThingTold() async throws {
        try await withEngine { fixture async throws in
            var states = fixture.engine.servingStates.makeAsyncIterator()
            #expect(await states.next() == true)
            fixture.engine.drain()
            #expect(await states.next() == false)
            #expect(await states.next() == nil)
            var late = fixture.engine.servingStates.makeAsyncIterator()
            #expect(await late.next() == false)
            #expect(await late.next() == nil)
        }
    }
}
