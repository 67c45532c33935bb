import HTTPTranscoding
import OperationsTestKit
import Testing

@Suite struct HTTPMatcherTests {
    private struct Table {
        let matcher: HTTPMatcher
        let templates: [String]

        init(_ templates: [String]) throws {
            self.templates = templates
            matcher = try HTTPMatcher(
                templates.map { text throws(HTTPTemplateFault) in
                    let words = text.split(separator: " ")
                    let template = try HTTPTemplate(String(words[1]), allowsInnerRest: true)
                    return HTTPMatcher.Route(String(words[0]), template)
                })
        }

        func match(_ path: String) throws -> HTTPMatcher.Match? {
            try matcher.match(RequestPath(path[...]))
        }

        func template(_ method: String, _ path: String) throws -> String? {
            try match(path)?.places[method].map { templates[$0] }
        }
    }

    private static let services = [
        "GET /v1/{name=projects/*/locations/*/operations/*}", "GET /v1/{name=projects/*/locations/global/operations/*}",
        "POST /v1/{name=projects/*/locations/*/operations/*}:cancel", "GET /v1/{name=operations}",
        "GET /v1/{name=operations/**}", "POST /v1/{resource=**}:getIamPolicy", "GET /v1/{name=**}/operations",
        "GET /v1/speech/operations/{name}",
    ]

    @Test(arguments: [
        ("GET", "/v1/projects/p/locations/l/operations/x", services[0]),
        ("GET", "/v1/projects/p/locations/global/operations/x", services[1]),
        ("POST", "/v1/projects/p/locations/global/operations/x:cancel", services[2]),
        ("POST", "/v1/projects/p/locations/l/operations/x%3Acancel", services[2]),
        ("GET", "/v1/operations", services[3]), ("GET", "/v1/operations/a/b", services[4]),
        ("GET", "/v1/operations/a:b", services[4]), ("POST", "/v1/a:b/c:getIamPolicy", services[5]),
        ("GET", "/v1/a/b/operations", services[6]), ("GET", "/v1/operations/operations", services[4]),
        ("GET", "/v1/speech/operations/7", services[7]),
    ])
    func theMostLiteralTemplateWins(_ method: String, _ path: String, _ template: String) throws {
        #expect(try Table(Self.services).template(method, path) == template)
    }

    @Test(arguments: [
        "/", "/v1", "/v2/operations", "/v1/projects/p/locations/l", "/v1/projects/p/locations/l/operations/x/y",
        "/v1/x:cancel/operations/y",
    ])
    func otherPathsMatchNothing(_ path: String) throws {
        #expect(try Table(Self.services).match(path) == nil)
    }

    @Test func allMethodsOfAPathAreKnown() throws {
        let table = try Table(["GET /v1/{n}", "DELETE /v1/{n}", "POST /v1/{n}:run", "GET /v1/{n=**}"])
        #expect(try table.match("/v1/x")?.places.keys.sorted() == ["DELETE", "GET"])
        #expect(try table.match("/v1/x:run")?.places.keys.sorted() == ["POST"])
        #expect(try table.match("/v1/x:walk")?.segments == ["v1", "x:walk"])
    }

    @Test func aLowerPriorityNumberBeatsLiterals() throws {
        let matcher = try HTTPMatcher([
            HTTPMatcher.Route("GET", try HTTPTemplate("/v1/x"), priority: 1),
            HTTPMatcher.Route("GET", try HTTPTemplate("/v1/*"), priority: 0),
        ])
        #expect(try matcher.match(RequestPath("/v1/x"))?.places["GET"] == 1)
    }

    @Test func everyVersionIsOneTemplate() throws {
        let template = try HTTPTemplate("/v1/{name=**}").underEveryVersion
        let matcher = try HTTPMatcher([HTTPMatcher.Route("GET", template)])
        let match = try matcher.match(RequestPath("/v2beta1/a/b"))
        #expect(match?.places == ["GET": 0])
        #expect(template.values(in: match?.segments ?? []).map(\.value) == ["a/b"])
        #expect(try matcher.match(RequestPath("/vx/a")) == nil)
    }

    /// Compares with the obvious way: each template by itself, recursively.
    @Test func randomTemplatesMatchAsTheirDefinitionSays() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let patterns = (0..<8).map { _ in Self.pattern(&generator) }
            let automaton = try SegmentAutomaton(patterns)
            for _ in 0..<50 {
                let count = Int.random(in: 0...6, using: &generator)
                let path = (0..<count).map { _ in ["a", "b", "c", "v1"].randomElement(using: &generator) ?? "" }
                let expected = patterns.indices.filter { Self.matches(path[...], patterns[$0][...]) }
                #expect(automaton.matches(path.map { $0[...] }) == expected, "seed \(seed): \(path) \(patterns)")
            }
        }
    }

    private static func pattern(_ generator: inout SeededGenerator) -> [HTTPTemplate.Segment] {
        var pattern: [HTTPTemplate.Segment] = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            [.literal("a"), .literal("b"), .literal("v1"), .any, .version].randomElement(using: &generator) ?? .any
        }
        if Bool.random(using: &generator) {
            pattern.insert(.rest, at: Int.random(in: 0...pattern.count, using: &generator))
        }
        return pattern
    }

    private static func matches(_ path: ArraySlice<String>, _ pattern: ArraySlice<HTTPTemplate.Segment>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        let rest = pattern.dropFirst()
        if case .rest = first { return (0...path.count).contains { matches(path.dropFirst($0), rest) } }
        guard let segment = path.first else { return false }
        let fits =
            switch first {
            case .literal(let text): segment == text
            case .version: VersionPrefix.isOne(segment[...])
            case .any, .rest: true
            }
        return fits && matches(path.dropFirst(), rest)
    }

    @Test func manyServicesMayShareAPattern() throws {
        let shared = try HTTPTemplate("/**/operations/*", allowsInnerRest: true).segments
        let own = try (0..<500).map { number throws(HTTPTemplateFault) in
            try HTTPTemplate("/kinds\(number)/*/operations/*").segments
        }
        let automaton = try SegmentAutomaton(own + Array(repeating: shared, count: 500))
        #expect(automaton.matches(["kinds7", "k", "operations", "x"]) == [7] + Array(500..<1_000))
    }

    /// The same steps for ten templates and for ten thousand.
    @Test func statesOfManyServicesStayFew() throws {
        let templates = try (0..<2_000).flatMap { number throws(HTTPTemplateFault) in
            [
                try HTTPTemplate("/v1/{name=services\(number)/*/operations/*}"),
                try HTTPTemplate("/v1/{name=projects/*/kinds\(number)/*/operations/*}:cancel"),
            ]
        }
        let matcher = try HTTPMatcher(templates.map { HTTPMatcher.Route("GET", $0) })
        let path = try RequestPath("/v1/projects/p/kinds1999/k/operations/x:cancel")
        #expect(matcher.match(path)?.places["GET"] == 3_999)
    }
}
