public import OperationsCore
import PostgresClient

extension PostgresStore {
    public func list(_ query: ListQuery) async throws -> ListPage {
        let cache = surroundings.cache
        return try await read { try ListTransaction(query, $0, cache).page() }
    }
}
