import OperationsCore
import Testing

@Suite struct ParentTests {
    @Test(arguments: ["", "locations/l", "projects/p/regions/r", "a/b/c/d/e/f", "operations/x", "a/b:c", "a/(default)"])
    func accepts(_ text: String) throws {
        #expect(try Parent(text).text == text)
    }

    @Test(arguments: [
        "p", "a/b/c", "/a/b", "a/b/", "a//b", "a/-", "-/b", "a/.", "a/..", "a/b c", "a/ü", "/", "a/b/operations",
        "a/" + String(repeating: "x", count: 129), String(repeating: "a/b/", count: 260) + "c/d",
    ])
    func refuses(_ text: String) {
        let error = #expect(throws: ServiceError.self) { try Parent(text) }
        #expect(error?.reason == .invalidField && error?.violations.map(\.field) == ["parent"])
    }

    @Test(arguments: [
        ("", "", true), ("a/b", "", true), ("a/b", "a/b", true), ("a/b/c/d", "a/b", true), ("a/bc", "a/b", false),
        ("a/b", "a/b/c/d", false), ("", "a/b", false), ("a/b-c/d/e", "a/b", false),
    ])
    func scopesAreComparedByWholeSegments(_ parent: String, _ scope: String, _ isWithin: Bool) throws {
        #expect(try Parent(parent).isWithin(Parent(scope)) == isWithin)
    }
}

@Suite struct ParentPatternTests {
    @Test(
        arguments: [
            ("", "", ""), ("operations", "", ""), ("a/b", "a/b", "a/b"), ("a/b/operations", "a/b", "a/b"),
            ("a/-", "a/-", nil), ("a/-/c/d/operations", "a/-/c/d", nil),
            ("operations/x", "operations/x", "operations/x"),
        ] as [(String, String, String?)])
    func accepts(_ text: String, _ pattern: String, _ exact: String?) throws {
        let read = try ParentPattern(text)
        #expect(read.text == pattern && read.exactParent?.text == exact)
    }

    @Test(arguments: ["a", "a/b/c", "/", "-/b", "a/b/-/d", "a//b", "a/b/", "a/b/jobs", "a/..", "a/b c", "-"])
    func refuses(_ text: String) {
        let error = #expect(throws: ServiceError.self) { try ParentPattern(text) }
        #expect(error?.violations.map(\.field) == ["name"])
    }

    @Test(arguments: [
        ("", "", true), ("", "a/b", false), ("a/b", "a/b", true), ("a/b", "a/b/c/d", false), ("a/-", "a/b", true),
        ("a/-", "a/-x", true), ("a/-", "a/b/c/d", false), ("a/-", "b/b", false), ("a/-/c/-", "a/1/c/2", true),
        ("a/-/c/d", "a/1/c/e", false),
    ])
    func matches(_ pattern: String, _ parent: String, _ expected: Bool) throws {
        let pattern = try ParentPattern(pattern)
        let parent = try Parent(parent)
        #expect(pattern.matches(parent) == expected)
        #expect(!expected || "\(parent.namePrefix)x".hasPrefix(pattern.namePrefix))
    }
}
