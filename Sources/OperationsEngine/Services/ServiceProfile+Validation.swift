import HTTPTranscoding
import OperationsCore

/// Why a service could not be served as it is described.
public struct ServiceProfileFault: Error, Sendable, CustomStringConvertible {
    public let service: String
    /// A sentence.
    public let problem: String

    public var description: String { "The service '\(service)': \(problem)" }
}

extension ServiceProfile {
    /// Finds what could never work.
    public func validate() throws(ServiceProfileFault) {
        for resource in resources { try validate(resource) }
        for binding in bindings { try validate(binding) }
        try validatePlaces()
    }

    private func validate(_ resource: HTTPTemplate) throws(ServiceProfileFault) {
        let text = resource.description.dropFirst()
        guard resource.variables.isEmpty, resource.verb == nil, [.any, .rest].contains(resource.segments.last),
            resource.segments.dropLast().last == .literal("operations")
        else {
            throw fault(
                "'\(text)' among its resources is not the name of operations; write such as 'projects/*/operations/*'.")
        }
        guard resource.segments.contains(.rest) || resource.segments.count.isMultiple(of: 2) else {
            throw fault("'\(text)' among its resources is no name: its parent has an odd number of segments.")
        }
        for case .literal(let literal) in resource.segments where (try? Parent("\(literal)/x")) == nil {
            throw fault("'\(text)' among its resources is no name: '\(literal)' cannot stand in one.")
        }
    }

    private func validatePlaces() throws(ServiceProfileFault) {
        let groups = Dictionary(grouping: bindings) { "\($0.rule.method) \($0.rule.template)" }
        for (path, bound) in groups.sorted(by: { $0.key < $1.key }) where bound.count > 1 {
            throw fault("'\(path)' is bound \(bound.count) times; a path with a verb leads to one method.")
        }
        var plain = self
        plain.bindings = []
        for usual in (try? plain.rules) ?? [] {
            let other = bindings.first { $0.method != usual.method && $0.rule.isWithin(usual.rule) }
            guard let other else { continue }
            throw fault(
                "'\(other.rule.method) \(other.rule.template)' leads to \(usual.method), not to \(other.method).")
        }
    }

    private func validate(_ binding: Binding) throws(ServiceProfileFault) {
        let (method, template) = (binding.method, binding.rule.template)
        guard methods.contains(method) else {
            throw fault("'\(template)' is bound to \(method), which is not among its methods.")
        }
        guard case .literal(let first)? = template.segments.first, VersionPrefix.isOne(first[...]) else {
            throw fault("'\(template)' must begin with a version, such as '/v1/'.")
        }
        guard binding.rule.method != "GET" || method.isReading else {
            throw fault("'\(template)' cannot be a GET: \(method) changes something.")
        }
        let field = method.resourceField
        guard let segments = template.segments(of: field) else {
            if method == .list { return }
            throw fault("'\(template)' does not bind '\(field)', which says what \(method) is about.")
        }
        guard names(of: method).contains(where: { HTTPTemplate.matches(of: segments, areMatchesOf: $0) }) else {
            throw fault(
                "'\(template)' binds '\(field)' to what is not among its resources. The whole name is bound, as in "
                    + "'{\(field)=\(resources.first?.description.dropFirst() ?? "operations/*")}'.")
        }
    }

    /// What the field of a method can hold: operations; for a list collections, and what they belong to.
    private func names(of method: ServiceMethod) -> [ArraySlice<HTTPTemplate.Segment>] {
        guard method == .list else { return resources.map { $0.segments[...] } }
        return resources.flatMap { [$0.segments.dropLast(), $0.segments.dropLast(2)] }
    }

    private func fault(_ problem: String) -> ServiceProfileFault {
        ServiceProfileFault(service: name, problem: problem)
    }
}

extension HTTPRule {
    /// True when what it binds is bound by the other, too.
    fileprivate func isWithin(_ other: HTTPRule) -> Bool {
        method == other.method && template.verb == other.template.verb
            && HTTPTemplate.matches(of: template.segments[...], areMatchesOf: other.template.segments[...])
    }
}

extension ServiceMethod {
    /// True for methods that change nothing, so that a GET may call them.
    fileprivate var isReading: Bool {
        switch self {
        case .list, .get, .wait, .getIamPolicy, .testIamPermissions: true
        case .delete, .cancel, .setIamPolicy: false
        }
    }

    /// The field of its request that names what it is about.
    fileprivate var resourceField: String {
        switch self {
        case .list, .get, .delete, .cancel, .wait: "name"
        case .getIamPolicy, .setIamPolicy, .testIamPermissions: "resource"
        }
    }
}
