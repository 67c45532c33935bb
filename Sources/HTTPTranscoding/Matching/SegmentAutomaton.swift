/// Tells which of many patterns a path matches, by one look at each of its segments: what it costs does not grow with
/// the number of patterns.
///
/// The patterns are compiled together into a deterministic automaton. A state stands for all places in patterns that
/// the segments so far can have led to.
public struct SegmentAutomaton: Sendable {
    private struct State: Sendable {
        /// Where a segment leads that is a literal in some pattern.
        var literals: [Substring: Int] = [:]
        /// Where another one leads that is a version prefix; nil when that makes no difference.
        var version: Int?
        /// Where any other leads.
        var other: Int?
        /// Which patterns end here, as a place in `endings`; nil when none does.
        var ending: Int?
    }

    /// Patterns that are compiled together may need this many states at most.
    public static let mostStates = 50_000

    /// The sets of patterns that some path matches together; each ascending, by their places in what the automaton was
    /// made of.
    public let endings: [[Int]]
    private let states: [State]

    /// Matches no path.
    public static let nothing = SegmentAutomaton()

    private init() {
        states = [State()]
        endings = []
    }

    /// - Throws: when patterns overlap so much that they need more states than ``mostStates``.
    public init(_ patterns: [[HTTPTemplate.Segment]]) throws(TooManyPatterns) {
        // Many services may share a pattern.
        let places = Dictionary(grouping: patterns.indices) { patterns[$0] }
        let distinct = Array(places.keys)
        var compiler = AutomatonCompiler(distinct)
        var states: [State] = []
        var endings: [[Int]] = []
        var numbers: [[Int]: Int] = [:]
        while let reached = compiler.next(after: states.count) {
            var state = State()
            for literal in compiler.literals(at: reached) {
                state.literals[literal[...]] = compiler.state(after: .text(literal), reached)
            }
            state.version = compiler.state(after: .version, reached)
            state.other = compiler.state(after: .other, reached)
            if state.version == state.other { state.version = nil }
            let ended = compiler.ended(at: reached).flatMap { places[distinct[$0]] ?? [] }.sorted()
            state.ending = endings.place(of: ended, &numbers)
            states.append(state)
            guard states.count <= Self.mostStates else { throw TooManyPatterns() }
        }
        self.states = states
        self.endings = endings
    }

    public struct TooManyPatterns: Error, CustomStringConvertible {
        public var description: String {
            "These templates overlap too much to be matched together; give them more literal segments."
        }
    }

    /// Which of the ``endings`` a path has; nil when it matches no pattern.
    public func ending(of path: [Substring]) -> Int? {
        var place = 0
        for segment in path {
            if let next = states[place].literals[segment] {
                place = next
            } else if let version = states[place].version, VersionPrefix.isOne(segment) {
                place = version
            } else if let other = states[place].other {
                place = other
            } else {
                return nil
            }
        }
        return states[place].ending
    }

    /// The patterns that a path matches.
    public func matches(_ path: [Substring]) -> [Int] {
        ending(of: path).map { endings[$0] } ?? []
    }
}

extension [[Int]] {
    /// The place of a set, which is added when it is new; nil for the empty one.
    fileprivate mutating func place(of set: [Int], _ numbers: inout [[Int]: Int]) -> Int? {
        guard !set.isEmpty else { return nil }
        if let number = numbers[set] { return number }
        numbers[set] = count
        append(set)
        return count - 1
    }
}
