import Testing

@testable import OperationsServer

@Suite struct StoreNameTests {
    @Test(arguments: [
        ("memory:", StoreName.memory),
        ("sqlite:longrun.db", .sqlite(path: "longrun.db")),
        ("sqlite:/var/lib/a:b.db", .sqlite(path: "/var/lib/a:b.db")),
        ("postgres://longrun@db/longrun", .postgres("postgres://longrun@db/longrun")),
        (
            "postgresql://a:p%40@h1:5433,h2/db?target_session_attrs=read-write",
            .postgres("postgresql://a:p%40@h1:5433,h2/db?target_session_attrs=read-write")
        ),
        ("postgres:host=db user=longrun", .postgres("host=db user=longrun")),
    ])
    func names(_ text: String, _ name: StoreName) throws {
        #expect(try StoreName(text) == name)
    }

    @Test(arguments: [
        "", "longrun.db", "host=db password=secret", "sqlite:", "memory:x", "mysql://u:secret@h/d", "postgres:",
        "postgres:db",
    ])
    func whatIsNoStoreIsRefusedWithoutShowingAPassword(_ text: String) {
        let error = #expect(throws: ServerStartError.self) { try StoreName(text) }
        #expect(error?.description.contains("postgres://USER@HOST/DATABASE") == true)
        #expect(error?.description.contains("secret") == false)
        #expect(error?.refusal == .invalidStore)
    }

    @Test func anEmptyNameIsSaidToBeEmpty() {
        let error = #expect(throws: ServerStartError.self) { try StoreName("") }
        #expect(error?.description.hasPrefix("The name of the store is empty; write sqlite:FILE") == true)
    }
}
