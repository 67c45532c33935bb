/// Random messages of `s.Order` as JSON, and random selections of them.
struct RandomOrders {
    private var random: SeededRandom

    init(_ random: SeededRandom) {
        self.random = random
    }

    mutating func flip(_ chances: Int = 2) -> Bool {
        Int.random(in: 0..<chances, using: &random) == 0
    }

    private mutating func pick<Element>(_ elements: [Element], else other: Element) -> Element {
        elements.randomElement(using: &random) ?? other
    }

    // MARK: Messages

    mutating func order(_ depth: Int = 3) -> String {
        object(Self.order, depth)
    }

    private mutating func object(_ fields: [(name: String, content: Content)], _ depth: Int, first: String = "")
        -> String
    {
        var members = first.isEmpty ? [] : [first]
        var hasChoice = false
        for (name, content) in fields where flip(3) {
            if name == "a" || name == "b" {
                if hasChoice { continue }
                hasChoice = true
            }
            members.append(#""\#(name)":\#(value(content, depth))"#)
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func value(_ content: Content, _ depth: Int) -> String {
        switch content {
        case .scalar(let texts): return pick(texts, else: "0")
        case .order: return depth > 0 ? object(Self.order, depth - 1) : "{}"
        case .item: return depth > 0 ? object(Self.item, depth - 1) : "{}"
        case .any: return depth > 0 ? any(depth - 1) : "{}"
        case .structure: return structure(depth)
        case .dynamic: return dynamic(depth)
        case .dynamicList: return list(.dynamic, depth)
        case .repeatedScalar(let texts): return list(.scalar(texts), depth)
        case .items: return list(.item, depth)
        case .anys: return list(.any, depth)
        case .map(let keys, let content):
            let chosen = keys.filter { _ in flip() }
            return "{\(chosen.map { "\"\($0)\":\(value(content, depth))" }.joined(separator: ","))}"
        case .itemMap(let keys):
            let chosen = keys.filter { _ in flip() }
            return "{\(chosen.map { "\"\($0)\":\(value(.item, depth))" }.joined(separator: ","))}"
        }
    }

    private mutating func list(_ content: Content, _ depth: Int) -> String {
        let count = Int.random(in: 0...3, using: &random)
        return "[\((0..<count).map { _ in value(content, depth) }.joined(separator: ","))]"
    }

    private mutating func structure(_ depth: Int) -> String {
        let keys = Self.keys.filter { _ in flip() }
        return "{\(keys.map { "\"\($0)\":\(dynamic(depth - 1))" }.joined(separator: ","))}"
    }

    private mutating func dynamic(_ depth: Int) -> String {
        guard depth > 0 else { return pick(["1", "\"x\"", "null", "true"], else: "1") }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return structure(depth)
        case 1: return list(.dynamic, depth - 1)
        default: return dynamic(0)
        }
    }

    private mutating func any(_ depth: Int) -> String {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: "{}"
        case 1: #"{"@type":"y/no.Such","value":"AQL/"}"#
        case 2: #"{"@type":"x/google.protobuf.Duration","value":"1.500s"}"#
        case 3: #"{"@type":"x/google.protobuf.Struct","value":\#(structure(depth))}"#
        case 4: #"{"@type":"x/google.protobuf.Value","value":\#(dynamic(depth))}"#
        case 5: object(Self.order, depth, first: #""@type":"x/s.Order""#)
        default: object(Self.item, depth, first: #""@type":"x/s.Item""#)
        }
    }

    // MARK: Selections

    /// Some paths, in all spellings that there are.
    mutating func selection() -> String {
        paths(Self.order, 4)
    }

    private mutating func paths(_ fields: [(name: String, content: Content)], _ depth: Int) -> String {
        let count = Int.random(in: 1...4, using: &random)
        return (0..<count).map { _ in path(fields, depth) }.joined(separator: pick([",", " , "], else: ","))
    }

    private mutating func path(_ fields: [(name: String, content: Content)], _ depth: Int) -> String {
        if depth < 4, flip(9) { return "*" }
        let (name, content) = pick(fields, else: ("count", .item))
        let spelled = flip() ? name : Self.snakeCase(name)
        guard depth > 0, !flip(4) else { return spelled }
        guard let next = rest(content, depth - 1) else { return spelled }
        if next.contains(",") || flip() { return "\(spelled)(\(next))" }
        return spelled + pick([".", "/"], else: ".") + next
    }

    private mutating func rest(_ content: Content, _ depth: Int) -> String? {
        switch content {
        case .scalar, .repeatedScalar: return nil
        case .order: return paths(Self.order, depth)
        case .item, .items: return paths(Self.item, depth)
        case .any, .anys: return flip() ? paths(flip() ? Self.item : Self.order, depth) : keys(Self.keys)
        case .structure, .dynamic, .dynamicList: return keys(Self.keys)
        case .map(let keys, _): return self.keys(keys, mayGoOn: false)
        case .itemMap(let keys): return "\(self.keys(keys, mayGoOn: false)).\(path(Self.item, depth))"
        }
    }

    private mutating func keys(_ keys: [String], mayGoOn: Bool = true) -> String {
        let key = flip(4) ? "*" : "`\(pick(keys, else: "a"))`"
        return mayGoOn && flip() ? "\(key).\(self.keys(keys))" : key
    }

    private static func snakeCase(_ name: String) -> String {
        name.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
    }

    // MARK: Types

    private indirect enum Content: Sendable {
        case scalar([String])
        case order, item, any, structure, dynamic, dynamicList
        case repeatedScalar([String])
        case items, anys
        case map([String], Content)
        case itemMap([String])
    }

    private static let keys = ["a", "b", "value", "item_id"]
    private static let colors = [#""RED""#, "0", "9"]
    private static let time = [#""2024-05-06T07:08:09Z""#]

    private static let item: [(name: String, content: Content)] = [
        ("itemId", .scalar([#""i""#, #""""#])), ("quantity", .scalar(["0", "5", "-1"])), ("inner", .item),
        ("color", .scalar(colors)), ("any", .any), ("labels", .map(["a", "b"], .scalar([#""x""#, #""""#]))),
    ]

    private static let order: [(name: String, content: Content)] = [
        ("displayName", .scalar([#""ü\n""#, #""""#])), ("count", .scalar(["0", "7"])),
        ("ratio", .scalar(["1.5", #""NaN""#])), ("blob", .scalar([#""AQI=""#])),
        ("colors", .repeatedScalar(colors)), ("tags", .repeatedScalar([#""t""#])), ("a", .scalar([#""x""#])),
        ("b", .item), ("createTime", .scalar(time)), ("times", .repeatedScalar(time)),
        ("timeLeft", .scalar([#""1s""#])), ("details", .structure), ("extra", .dynamic), ("list", .dynamicList),
        ("payload", .any), ("payloads", .anys), ("wrappedNumber", .scalar([#""5""#, #""0""#])),
        ("nothing", .scalar(["null"])), ("item", .item), ("items", .items), ("parent", .order),
        ("labels", .map(["a", "b", "c"], .scalar([#""x""#]))), ("itemsByNumber", .itemMap(["-5", "6"])),
        ("flags", .map(["true", "false"], .scalar(["0", "1"]))), ("colorsByName", .map(["a"], .scalar(colors))),
    ]
}
