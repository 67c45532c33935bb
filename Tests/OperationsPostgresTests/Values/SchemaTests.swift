import Testing

@testable import OperationsPostgres

@Suite struct SchemaTests {
    @Test func migrationsAreNumberedFromOne() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
        #expect(Migration.all.allSatisfy { (1...$0.version).contains($0.needs) })
    }

    @Test func anOlderProgramWorksWithANewerSchemaThatAllowsIt() {
        #expect(SchemaVerdict(applied: [], program: 2) == .lacks([1, 2]))
        #expect(SchemaVerdict(applied: [(1, 1)], program: 2) == .lacks([2]))
        #expect(SchemaVerdict(applied: [(1, 1), (2, 1)], program: 2) == .isReady)
        #expect(SchemaVerdict(applied: [(1, 1), (2, 1), (3, 2)], program: 2) == .isReady)
        #expect(SchemaVerdict(applied: [(1, 1), (2, 1), (3, 3)], program: 2) == .isTooNew)
        #expect(SchemaVerdict(applied: [(1, 1), (2, 1), (3, 3), (4, 3)], program: 2) == .isTooNew)
    }

    @Test(arguments: ["", "A", "1a", "a b", "a\"", "a.b", "pg_x", "é", String(repeating: "a", count: 49)])
    func badNamesAreRefused(_ name: String) {
        #expect(throws: PostgresStoreError.badSchemaName(name)) { try SchemaName(name) }
    }

    @Test func aGoodNameIsTaken() throws {
        #expect(try SchemaName("longrun_2").quoted == "\"longrun_2\"")
        #expect(try SchemaName("longrun_2").channel == "longrun_longrun_2")
    }
}
