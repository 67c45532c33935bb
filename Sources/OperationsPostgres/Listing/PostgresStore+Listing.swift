public import OperationsCore
import PostgresClient

extension PostgresStore {
    public func list(_ query: ListQuery) async throws -> ListPage {
        let (cache, damage) = (surroundings.cache, surroundings.damage)
        return try await read { try ListTransaction(query, $0, cache, damage).page() }
    }
}
