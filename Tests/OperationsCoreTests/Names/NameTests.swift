import OperationsCore
import Testing

@Suite struct NameTests {
    private static let longSegment = String(repeating: "x", count: 128)

    @Test(arguments: [
        ("operations/x", "", "x"), ("projects/p/operations/x", "projects/p", "x"),
        ("projects/p/locations/l/operations/x.y~z", "projects/p/locations/l", "x.y~z"),
        ("operations/a/operations/b", "operations/a", "b"), ("a/b/operations/(default)", "a/b", "(default)"),
        ("users/me@example.com/operations/1", "users/me@example.com", "1"), ("a/b:c/operations/d", "a/b:c", "d"),
        ("operations/" + longSegment, "", longSegment), ("operations/-", "", "-"),
    ])
    func accepts(_ text: String, _ parent: String, _ id: String) throws {
        let name = try OperationName(text)
        #expect(name.text == text && name.parent.text == parent && name.id == id)
        #expect(name.text == name.parent.namePrefix + name.id)
        #expect(OperationName(stored: text) == name)
    }

    @Test(arguments: [
        "", "x", "operations", "operations/", "/operations/x", "operations//x", "projects/operations/x", "projects/p",
        "projects/p/jobs/x", "operations/x/", "operations/.", "operations/..", "a/../operations/x", "operations/a:b",
        "operations/a b", "operations/ä", "operations/a%2Fb", "operations/a\u{0}", "operations/x" + longSegment,
        String(repeating: "a/b/", count: 260) + "operations/x", "Operations/x",
    ])
    func refuses(_ text: String) {
        let error = #expect(throws: ServiceError.self) { try OperationName(text, field: "the.field") }
        #expect(error?.reason == .invalidField && error?.violations.map(\.field) == ["the.field"])
    }

    @Test(arguments: ["a", "0", "a-b", "a.b_c-9", longSegment])
    func acceptsCallersIDs(_ id: String) throws {
        #expect(try OperationName(parent: .root, callerID: id).id == id)
    }

    @Test(arguments: ["", "-", "-a", "a-", "_a", ".", "..", "A", "a~b", "a/b", "operations", "ä", "x" + longSegment])
    func refusesCallersIDs(_ id: String) {
        let error = #expect(throws: ServiceError.self) { try OperationName(parent: .root, callerID: id) }
        #expect(error?.violations.map(\.field) == ["operation_id"])
    }

    @Test func parentAndIDTogetherMayBeTooLong() throws {
        let parent = try Parent(Array(repeating: Self.longSegment.dropLast(2), count: 8).joined(separator: "/"))
        let error = #expect(throws: ServiceError.self) { try OperationName(parent: parent, callerID: "x1234567890") }
        #expect(error?.violations.map(\.field) == ["parent"])
    }

    @Test func namesAreOrderedByTheirBytes() throws {
        let sorted = try ["a-b/c/operations/x", "a/b/operations/x", "a/b/operations/y", "a0/b/operations/x"]
            .map { try OperationName($0) }
        #expect(sorted.shuffled().sorted() == sorted)
    }
}
