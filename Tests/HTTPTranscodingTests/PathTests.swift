import HTTPTranscoding
import Testing

@Suite struct PathTests {
    @Test(arguments: [
        ("/", [""]), ("/v1/operations", ["v1", "operations"]), ("/a%40b.c/x+y", ["a@b.c", "x+y"]),
        ("/v1/x%3Acancel", ["v1", "x:cancel"]), ("/a//b/", ["a", "", "b", ""]), ("/%C3%A4", ["ä"]),
        ("/.a/..b", [".a", "..b"]),
    ])
    func segmentsAreDecodedOneByOne(_ path: String, _ segments: [Substring]) throws {
        #expect(try RequestPath(path[...]).segments == segments)
    }

    @Test(arguments: [
        ("", RequestPath.Fault.noSlash), ("v1", .noSlash), ("/a%2Fb", .escapedSlash), ("/a%2fb", .escapedSlash),
        ("/%zz", .brokenEscape), ("/%f", .brokenEscape), ("/%ff", .brokenEscape), ("/a/../b", .dots), ("/.", .dots),
        ("/%2e%2e/x", .dots), ("/a/%2E", .dots),
    ])
    func crookedPathsAreRefused(_ path: String, _ fault: RequestPath.Fault) {
        #expect(throws: fault) { try RequestPath(path[...]) }
    }

    @Test func queriesAreForms() throws {
        let query = try QueryText("filter=done%3Dtrue+AND+name%3A%22x+y%22&a&=b&&$alt=json;enum-encoding=int&c=1=2")
        #expect(query.pairs.map(\.name) == ["filter", "a", "", "$alt", "c"])
        #expect(query.pairs.map(\.value) == ["done=true AND name:\"x y\"", "", "b", "json;enum-encoding=int", "1=2"])
        #expect(throws: QueryText.Fault.brokenEscape(name: "a")) { try QueryText("a=%zz") }
        #expect(throws: QueryText.Fault.brokenEscape(name: "%f")) { try QueryText("%f=1") }
    }

    @Test func aQueryHasAThousandParametersAtMost() throws {
        let many = String(repeating: "a=1&", count: QueryText.mostPairs)
        #expect(try QueryText(many[...]).pairs.count == QueryText.mostPairs)
        #expect(throws: QueryText.Fault.tooManyPairs) { try QueryText("\(many)b") }
    }
}
