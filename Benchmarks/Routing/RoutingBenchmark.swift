import HTTPTranscoding

/// Finding what a path is bound to, among the templates of thousands of services against those of ten.
enum RoutingBenchmark {
    private static let few = 10
    private static let many = 2_000

    static func rows(_ effort: Effort) async throws -> [Row] {
        let (small, large) = (try matcher(few), try matcher(many))
        let path = "/v1/projects/p/regions/r/kinds3/k/operations/x:cancel"
        let comparison = try await Comparison.run(rounds: effort.rounds) {
            try rate(large, path[...])
        } baseline: {
            try rate(small, path[...])
        }
        return [
            Row(
                "Routing a path among \(Text.count(Double(many * 4))) templates", comparison,
                against: "among \(few * 4)", unit: "/s", aim: 0.8)
        ]
    }

    private static func matcher(_ services: Int) throws -> HTTPMatcher {
        let routes = try (0..<services).flatMap { number in
            let item = "projects/*/regions/*/kinds\(number)/*/operations/*"
            return [
                HTTPMatcher.Route("GET", try HTTPTemplate("/v1/{name=\(item)}")),
                HTTPMatcher.Route("DELETE", try HTTPTemplate("/v1/{name=\(item)}")),
                HTTPMatcher.Route("POST", try HTTPTemplate("/v1/{name=\(item)}:cancel")),
                HTTPMatcher.Route(
                    "GET", try HTTPTemplate("/v1/{name=projects/*/regions/*/kinds\(number)/*}/operations")),
            ]
        }
        return try HTTPMatcher(routes)
    }

    private static func rate(_ matcher: HTTPMatcher, _ path: Substring) throws -> Double {
        let count = 100_000
        var found = 0
        let time = try ContinuousClock().measure {
            for _ in 0..<count {
                if try matcher.match(RequestPath(path))?.places["POST"] != nil { found += 1 }
            }
        }
        guard found == count else { throw BenchmarkFault("a path was not found") }
        return Double(count) / (time / .seconds(1))
    }
}
