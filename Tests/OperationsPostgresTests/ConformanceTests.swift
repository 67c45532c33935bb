import OperationsPostgres
import OperationsTestKit
import Testing

@Suite(.enabled(if: TestDatabase.isThere)) struct PostgresConformanceTests {
    @Test(arguments: StoreConformance.all)
    func conforms(_ testCase: ConformanceCase) async throws {
        try await withSchema { schema in
            let opened = OpenStores()
            do {
                try await StoreConformance {
                    try await opened.add(PostgresStore.open(TestDatabase.options(schema, time: $0)))
                }.run(testCase)
                await opened.closeAll()
            } catch {
                await opened.closeAll()
                throw error
            }
        }
    }
}

/// The stores that a case has opened.
actor OpenStores {
    private var stores: [PostgresStore] = []

    func add(_ store: PostgresStore) -> PostgresStore {
        stores.append(store)
        return store
    }

    func closeAll() async {
        for store in stores { await store.close() }
        stores = []
    }
}
