import PostgresClient
import Testing

@testable import OperationsPostgres

@Suite(.enabled(if: TestDatabase.isThere)) struct PlaceTests {
    @Test func aStoreSaysWhereItIs() async throws {
        try await withPostgresStore { store, _ in
            let uri = try #require(TestDatabase.connection)
            let address = try #require(uri.split(separator: "@").last?.split(separator: "/").first)
            let place = store.place
            #expect(place.address == address && place.database == "postgres" && place.schema == store.options.schema)
            let version = try await TestDatabase.run { $0.serverVersion }
            #expect(place.serverVersion.hasPrefix("\(version / 10_000).\(version % 10_000)"))
            #expect(place.description.contains("at \(address), PostgreSQL "))
        }
    }
}
