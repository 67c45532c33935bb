/// Numbers the sets of places as they are found.
struct AutomatonCompiler {
    /// A place in a pattern: so many of its segments have been matched.
    struct Place: Hashable, Comparable {
        let pattern: Int
        let index: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.pattern, left.index) < (right.pattern, right.index)
        }
    }

    enum Step {
        case text(String)
        /// A version prefix that is no literal here.
        case version
        case other
    }

    private let patterns: [[HTTPTemplate.Segment]]
    private var numbers: [[Place]: Int] = [:]
    private var found: [[Place]] = []

    init(_ patterns: [[HTTPTemplate.Segment]]) {
        self.patterns = patterns
        _ = number(of: Set(patterns.indices.map { Place(pattern: $0, index: 0) }))
    }

    func next(after count: Int) -> [Place]? {
        count < found.count ? found[count] : nil
    }

    func literals(at places: [Place]) -> Set<String> {
        Set(
            places.compactMap { place in
                if case .literal(let text) = segment(at: place) { text } else { nil }
            })
    }

    func ended(at places: [Place]) -> [Int] {
        places.filter { $0.index == patterns[$0.pattern].count }.map(\.pattern)
    }

    /// Nil when no pattern goes on.
    mutating func state(after step: Step, _ places: [Place]) -> Int? {
        var reached: Set<Place> = []
        for place in places {
            guard let segment = segment(at: place) else { continue }
            if case .rest = segment {
                reached.insert(place)
            } else if Self.matches(step, segment) {
                reached.insert(Place(pattern: place.pattern, index: place.index + 1))
            }
        }
        return reached.isEmpty ? nil : number(of: reached)
    }

    private static func matches(_ step: Step, _ segment: HTTPTemplate.Segment) -> Bool {
        switch (segment, step) {
        case (.any, _), (.rest, _): true
        case (.literal(let literal), .text(let text)): literal == text
        case (.version, .text(let text)): VersionPrefix.isOne(text[...])
        case (.version, .version): true
        default: false
        }
    }

    private func segment(at place: Place) -> HTTPTemplate.Segment? {
        let pattern = patterns[place.pattern]
        return place.index < pattern.count ? pattern[place.index] : nil
    }

    /// `**` may match nothing, so the place behind it is reached with it.
    private mutating func number(of reached: Set<Place>) -> Int {
        var all = reached
        for var place in reached {
            while segment(at: place) == .rest {
                place = Place(pattern: place.pattern, index: place.index + 1)
                all.insert(place)
            }
        }
        let places = all.sorted()
        if let number = numbers[places] { return number }
        numbers[places] = found.count
        found.append(places)
        return found.count - 1
    }
}
