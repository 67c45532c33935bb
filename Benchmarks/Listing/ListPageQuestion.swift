import OperationsCore
import OperationsEngine

/// One kind of page, asked of stores of any size.
struct ListPageQuestion {
    let name: String
    let filter: String
    var orderBy = ""
    /// Where the page begins: part of the way through the names, from 0 to 1.
    var depth: @Sendable (Int) -> Double = { _ in 0 }
    /// Nil: a full page.
    var matches: Int?

    static let pageSize: Int32 = 100

    static let all = [
        ListPageQuestion(name: "first page", filter: ""),
        ListPageQuestion(name: "deep page", filter: "", depth: { Double($0 % 83 + 10) / 100 }),
        ListPageQuestion(
            name: "selective filter", filter: "labels.tenant = rare AND metadata.state = SUCCEEDED",
            matches: ListStore.rareMatches),
        ListPageQuestion(
            name: "selective filter, newest first", filter: "labels.tenant = rare AND done = true",
            orderBy: "create_time desc", matches: ListStore.rareMatches),
        ListPageQuestion(name: "state and queue", filter: "state = FAILED AND queue = reports"),
        ListPageQuestion(
            name: "unselective filter, deep", filter: "done = true AND metadata.state = SUCCEEDED",
            depth: { Double($0 % 83 + 10) / 100 }),
        ListPageQuestion(name: "newest first", filter: "NOT queue = reports", orderBy: "create_time desc"),
        ListPageQuestion(
            name: "filter that matches nothing", filter: "metadata.queue = nowhere",
            depth: { Double($0 % 83 + 10) / 100 }, matches: 0),
    ]

    func page(of store: ListStore, round: Int) async throws -> Page<OperationRecord> {
        let depth = depth(round)
        guard depth > 0 else {
            return try await store.engine.listRecords(
                under: "", filter: filter, orderBy: orderBy, pageSize: Self.pageSize)
        }
        // A page in the middle begins where a name would stand; a token leads there too, but has to be walked to.
        let name = store.name(Int(depth * Double(store.size)))
        let condition = filter.isEmpty ? "name > \(name)" : "name > \(name) AND \(filter)"
        return try await store.engine.listRecords(
            under: "", filter: condition, orderBy: orderBy, pageSize: Self.pageSize)
    }

    func expected(of store: ListStore) -> Int { matches ?? Int(Self.pageSize) }
}
