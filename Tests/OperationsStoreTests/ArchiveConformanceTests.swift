import OperationsCore
import OperationsMemory
import OperationsSQLite
import OperationsTestKit
import Synchronization
import Testing

@Suite struct ArchiveConformanceTests {
    @Test(arguments: StoreConformance.archive)
    func memory(_ testCase: ArchiveConformanceCase) async throws {
        try await StoreConformance { MemoryStore(time: $0) }.run(testCase)
    }

    @Test(arguments: StoreConformance.archive)
    func sqlite(_ testCase: ArchiveConformanceCase) async throws {
        try await withTemporaryDirectory { directory in
            let made = Counter()
            try await StoreConformance { try SQLiteStore(path: "\(directory)/\(made.next()).db", time: $0) }
                .run(testCase)
        }
    }

    @Test func caseNamesAreUnique() {
        #expect(Set(StoreConformance.archive.map(\.name)).count == StoreConformance.archive.count)
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
