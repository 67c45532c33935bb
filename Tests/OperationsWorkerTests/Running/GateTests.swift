import Testing

@testable import OperationsWorker

@Suite("A gate")
struct GateTests {
    @Test("lets everyone pass once it is open")
    func opening() async {
        let gate = Gate()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await gate.wait() } }
            gate.open()
        }
        await gate.wait()
        #expect(gate.isOpen)
    }

    @Test("lets the cancelled go, before and while they wait")
    func cancellation() async {
        let gate = Gate()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await gate.wait() } }
            group.cancelAll()
            group.addTask { await gate.wait() }
        }
        #expect(!gate.isOpen)
    }
}
