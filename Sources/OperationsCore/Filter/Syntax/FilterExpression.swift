/// A filter as it was written (AIP-160), before anybody asks what its names mean.
indirect enum FilterExpression: Hashable, Sendable {
    /// `a AND b`, or `a b`: both spellings mean the same here.
    case all(of: [FilterExpression])
    case any(of: [FilterExpression])
    case not(FilterExpression)
    case restriction(FilterRestriction)
    /// A value without a field: to be found anywhere in the operation.
    case search(FilterLiteral)
    case call(FilterCall)

    /// With AND for OR and OR for AND: `x != (A OR B)` is neither, `x != A AND x != B`.
    var exchanged: FilterExpression {
        switch self {
        case .all(let parts): .any(of: parts.map(\.exchanged))
        case .any(let parts): .all(of: parts.map(\.exchanged))
        case .not(let inner): .not(inner.exchanged)
        case .restriction, .search, .call: self
        }
    }
}

/// `path comparator argument`.
///
/// A value that is logic is spread out: `state = (A OR B)` is `state = A OR state = B`, and
/// `state != (A OR B)` the opposite.
struct FilterRestriction: Hashable, Sendable {
    var path: [String]
    var comparator: FilterComparator
    var argument: FilterArgument
    /// Where the path begins.
    var place: SourcePlace

    init(
        path: [String], comparator: FilterComparator, argument: FilterArgument, place: SourcePlace = SourcePlace()
    ) {
        self.path = path
        self.comparator = comparator
        self.argument = argument
        self.place = place
    }
}

enum FilterComparator: String, Hashable, Sendable, CaseIterable {
    case lessOrEqual = "<="
    case less = "<"
    case greaterOrEqual = ">="
    case greater = ">"
    case notEqual = "!="
    case equal = "="
    /// Contains, has, or equals, whatever fits the field.
    case has = ":"
}

enum FilterArgument: Hashable, Sendable {
    case literal(FilterLiteral)
    case call(FilterCall)
}

struct FilterLiteral: Hashable, Sendable {
    /// What stands between the quotes, with escapes resolved, or the bare text.
    var text: String
    var isQuoted: Bool
    var place: SourcePlace

    init(_ text: String, isQuoted: Bool, place: SourcePlace = SourcePlace()) {
        self.text = text
        self.isQuoted = isQuoted
        self.place = place
    }
}

/// `name(argument, …)`.
struct FilterCall: Hashable, Sendable {
    var name: String
    var arguments: [FilterArgument]
    var place: SourcePlace

    init(name: String, arguments: [FilterArgument], place: SourcePlace = SourcePlace()) {
        self.name = name
        self.arguments = arguments
        self.place = place
    }
}

/// The byte of the text at which something begins. All places are equal: expressions are compared by what they say.
struct SourcePlace: Hashable, Sendable {
    var offset: Int

    init(offset: Int = 0) {
        self.offset = offset
    }

    static func == (left: SourcePlace, right: SourcePlace) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
