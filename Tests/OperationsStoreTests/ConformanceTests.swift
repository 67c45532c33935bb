import OperationsCore
import OperationsMemory
import OperationsSQLite
import OperationsTestKit
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: StoreConformance.all)
    func memory(_ testCase: ConformanceCase) async throws {
        try await StoreConformance { MemoryStore(time: $0) }.run(testCase)
    }

    @Test(arguments: StoreConformance.all)
    func sqlite(_ testCase: ConformanceCase) async throws {
        try await withTemporaryDirectory { directory in
            try await StoreConformance { try SQLiteStore(path: directory + "/test.db", time: $0) }.run(testCase)
        }
    }

    @Test func caseNamesAreUnique() {
        #expect(Set(StoreConformance.all.map(\.name)).count == StoreConformance.all.count)
    }
}
