import OperationsCore

/// What a path and a method ask for. `name` and `parent` are decoded, and not checked beyond that.
enum Route: Equatable {
    // google.longrunning.Operations, under every version prefix.
    case listOperations(parent: String)
    case getOperation(name: String)
    case deleteOperation(name: String)
    case cancelOperation(name: String)
    case waitOperation(name: String)

    // longrun.v1, under /longrun/v1.
    case startOperation(parent: String)
    case batchStart(parent: String)
    case batchComplete(parent: String)
    case lease(parent: String)
    case heartbeat(name: String)
    case complete(name: String)
    case fail(name: String)
    case release(name: String)
    case getRecord(name: String)
    case listRecords(parent: String)
    case history(name: String)
    case addDescriptorSet
    case listDescriptorSets
    case deleteDescriptorSet(name: String)

    case liveness
    case readiness
}

/// Finds the route of a request.
///
/// In a template `**` takes the longest match, so a path that ends in `/operations` is a list even when that word
/// could be an id, which is why it is a reserved one. A text behind the last colon of the last segment is a verb only
/// when it is a known one.
enum Router {
    static func route(_ method: String, _ path: String) throws(ServiceError) -> Route {
        let segments = try PathSegments.decode(path)
        let route: Route? =
            if segments == ["healthz"] {
                isReading(method) ? .liveness : nil
            } else if segments == ["readyz"] {
                isReading(method) ? .readiness : nil
            } else if segments.prefix(3) == ["longrun", "v1", "descriptorSets"], segments.count <= 4 {
                adminRoute(method, Array(segments.dropFirst(2)))
            } else if segments.prefix(2) == ["longrun", "v1"] {
                longrunRoute(method, Target(segments.dropFirst(2)))
            } else if let version = segments.first, isVersion(version) {
                publicRoute(method, Target(segments.dropFirst()))
            } else {
                nil
            }
        guard let route else {
            throw ServiceError(
                .pathNotFound, "There is nothing at \(method) \(path). Check the path and the method.",
                metadata: ["method": method, "path": path])
        }
        return route
    }

    private static func publicRoute(_ method: String, _ target: Target) -> Route? {
        switch (method, target.kind, target.verb) {
        case ("GET", .collection, nil), ("HEAD", .collection, nil): .listOperations(parent: target.parent)
        case ("GET", .item, nil), ("HEAD", .item, nil): .getOperation(name: target.name)
        case ("DELETE", .item, nil): .deleteOperation(name: target.name)
        case ("POST", .item, "cancel"): .cancelOperation(name: target.name)
        case ("POST", .item, "wait"), ("GET", .item, "wait"): .waitOperation(name: target.name)
        default: nil
        }
    }

    private static func longrunRoute(_ method: String, _ target: Target) -> Route? {
        switch (method, target.kind, target.verb) {
        case ("POST", .collection, nil): .startOperation(parent: target.parent)
        case ("POST", .collection, "batchStart"): .batchStart(parent: target.parent)
        case ("POST", .collection, "batchComplete"): .batchComplete(parent: target.parent)
        case ("POST", .collection, "lease"): .lease(parent: target.parent)
        case ("GET", .collection, nil), ("HEAD", .collection, nil): .listRecords(parent: target.parent)
        case ("GET", .item, nil), ("HEAD", .item, nil): .getRecord(name: target.name)
        case ("GET", .item, "history"), ("HEAD", .item, "history"): .history(name: target.name)
        case ("POST", .item, "heartbeat"): .heartbeat(name: target.name)
        case ("POST", .item, "complete"): .complete(name: target.name)
        case ("POST", .item, "fail"): .fail(name: target.name)
        case ("POST", .item, "release"): .release(name: target.name)
        default: nil
        }
    }

    private static func adminRoute(_ method: String, _ segments: [String]) -> Route? {
        switch (method, segments.count) {
        case ("POST", 1): .addDescriptorSet
        case ("GET", 1), ("HEAD", 1): .listDescriptorSets
        case ("DELETE", 2): .deleteDescriptorSet(name: segments.joined(separator: "/"))
        default: nil
        }
    }

    private static func isReading(_ method: String) -> Bool {
        method == "GET" || method == "HEAD"
    }

    /// True for `v1`, `v2beta1`, `v1alpha3`, …
    static func isVersion(_ segment: String) -> Bool {
        guard segment.hasPrefix("v") else { return false }
        var rest = segment.dropFirst()[...]
        guard dropDigits(&rest) else { return false }
        guard !rest.isEmpty else { return true }
        for stage in ["alpha", "beta"] where rest.hasPrefix(stage) {
            rest = rest.dropFirst(stage.count)
            return rest.isEmpty || (dropDigits(&rest) && rest.isEmpty)
        }
        return false
    }

    private static func dropDigits(_ text: inout Substring) -> Bool {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        text = text.dropFirst(digits.count)
        return !digits.isEmpty
    }
}

/// The resource behind a prefix: a collection `…/operations`, or an item `…/operations/{id}`, perhaps with a verb.
private struct Target {
    enum Kind {
        case collection
        case item
        case other
    }

    private static let verbs: Set<String> = [
        "cancel", "wait", "batchStart", "batchComplete", "lease", "heartbeat", "complete", "fail", "release", "history",
    ]

    let kind: Kind
    let verb: String?
    private let segments: [String]

    init(_ path: some Collection<String>) {
        var segments = Array(path)
        var verb: String?
        if let last = segments.last, let colon = last.lastIndex(of: ":") {
            let word = String(last[last.index(after: colon)...])
            if Self.verbs.contains(word) {
                verb = word
                segments[segments.count - 1] = String(last[..<colon])
            }
        }
        self.segments = segments
        self.verb = verb
        if segments.last == "operations" {
            kind = .collection
        } else if segments.count >= 2, segments[segments.count - 2] == "operations" {
            kind = .item
        } else {
            kind = .other
        }
    }

    var name: String { segments.joined(separator: "/") }

    var parent: String { segments.dropLast().joined(separator: "/") }
}
