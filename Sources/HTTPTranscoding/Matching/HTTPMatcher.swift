/// Finds what is bound to a method and a path.
///
///     let matcher = try HTTPMatcher([HTTPMatcher.Route("GET", try HTTPTemplate("/v1/{name=operations/*}"))])
///     matcher.match(try RequestPath("/v1/operations/x"))?.places["GET"]   // 0
public struct HTTPMatcher: Sendable {
    /// A template with its method.
    public struct Route: Sendable {
        public let method: String
        public let template: HTTPTemplate
        /// Of several that match, the lowest wins; then the one with literals before `*` and `*` before `**`, then the
        /// first.
        public let priority: Int

        public init(_ method: String, _ template: HTTPTemplate, priority: Int = 0) {
            self.method = method
            self.template = template
            self.priority = priority
        }
    }

    /// What is bound to a path: by method, the place of a route in what the matcher was made of.
    public typealias Places = [String: Int]

    /// What is bound to a path, and its segments as templates see them: without the verb.
    public struct Match: Sendable {
        public let places: Places
        public let segments: [Substring]
    }

    private let automaton: SegmentAutomaton
    /// By verb, without one under the empty key, for each of the automaton's endings.
    private let places: [[Substring: Places]]
    private let verbs: Set<Substring>

    public init(_ routes: [Route]) throws(SegmentAutomaton.TooManyPatterns) {
        let automaton = try SegmentAutomaton(routes.map(\.template.segments))
        places = automaton.endings.map { ending in
            Dictionary(grouping: ending) { routes[$0].verb }.mapValues { Self.best(of: $0, routes) }
        }
        self.automaton = automaton
        verbs = Set(routes.map(\.verb)).subtracting([""])
    }

    /// What is bound to a path; nil when nothing is.
    ///
    /// What stands behind the last colon of the last segment is a verb only when some template has it and the path
    /// without it is bound; so other segments may hold colons.
    public func match(_ path: RequestPath) -> Match? {
        if let (verb, segments) = path.splitVerb(among: verbs), let places = places(segments, verb) {
            return Match(places: places, segments: segments)
        }
        return places(path.segments, "").map { Match(places: $0, segments: path.segments) }
    }

    private func places(_ segments: [Substring], _ verb: Substring) -> Places? {
        automaton.ending(of: segments).flatMap { places[$0][verb] }
    }

    private static func best(of places: [Int], _ routes: [Route]) -> Places {
        Dictionary(places.sorted().map { (routes[$0].method, $0) }) { first, second in
            routes[second].wins(over: routes[first]) ? second : first
        }
    }
}

extension HTTPMatcher.Route {
    fileprivate var verb: Substring { (template.verb ?? "")[...] }

    /// Over one that stands before it.
    fileprivate func wins(over other: Self) -> Bool {
        guard priority == other.priority else { return priority < other.priority }
        for (mine, its) in zip(template.segments, other.template.segments) where mine.width != its.width {
            return mine.width < its.width
        }
        return false
    }
}

extension HTTPTemplate.Segment {
    /// How much it matches.
    fileprivate var width: Int {
        switch self {
        case .literal: 0
        case .version: 1
        case .any: 2
        case .rest: 3
        }
    }
}
