import HTTPTranscoding
public import OperationsCore

/// The services that a server speaks for. Without any, every method is offered for every parent.
///
/// What each offers is decided by the name of the operation, whichever door a call comes through. Where several services
/// fit a name, what any of them offers is offered.
public struct ServiceCatalogue: Sendable {
    public let profiles: [ServiceProfile]
    /// Matches the names of operations, and collections of them.
    private let names: NameTable
    private let collections: NameTable

    /// Patterns, and which profile each belongs to.
    private struct NameTable {
        var automaton = SegmentAutomaton.nothing
        var owners: [Int] = []

        init() {}

        init(
            _ profiles: [ServiceProfile], _ patterns: (HTTPTemplate) -> [[HTTPTemplate.Segment]]
        ) throws(ServiceProfileFault) {
            var all: [[HTTPTemplate.Segment]] = []
            for (place, profile) in profiles.enumerated() {
                for pattern in profile.resources.flatMap(patterns) {
                    all.append(pattern)
                    owners.append(place)
                }
            }
            do {
                automaton = try SegmentAutomaton(all)
            } catch {
                throw ServiceProfileFault(service: profiles.map(\.name).joined(separator: ", "), problem: "\(error)")
            }
        }
    }

    /// Every method for every parent.
    public static let open = ServiceCatalogue()

    private init() {
        profiles = []
        names = NameTable()
        collections = NameTable()
    }

    /// - Parameter profiles: none makes an open catalogue.
    /// - Throws: what could never be served, or not together.
    public init(_ profiles: [ServiceProfile]) throws(ServiceProfileFault) {
        self.profiles = profiles
        names = try NameTable(profiles) { [$0.segments] }
        collections = try NameTable(profiles, \.collections)
        for (place, profile) in profiles.enumerated() {
            try profile.validate()
            if profiles[..<place].contains(where: { $0.name == profile.name }) {
                throw ServiceProfileFault(service: profile.name, problem: "Another service has this name, too.")
            }
        }
    }

    public var isOpen: Bool { profiles.isEmpty }

    /// The full name of the message that is shown as metadata of an operation to which nobody gave any: of the first
    /// service that names one for it.
    public func metadataType(of name: OperationName) -> String? {
        services(in: names, name.text).lazy.compactMap(\.metadataType).first
    }

    /// The same of how long an operation is kept.
    func timeToLive(of name: OperationName) -> Duration? {
        services(in: names, name.text).lazy.compactMap(\.timeToLive).first
    }

    /// What permissions on a resource begin with, as the first service says that tests them.
    func permissionPrefix(of resource: String) -> String {
        services(in: names, resource).first { $0.methods.contains(.testIamPermissions) }?.permissionPrefix
            ?? PermissionTest.defaultPrefix
    }

    /// Whether a method is offered for an operation, or to list those of a parent.
    ///
    /// - Throws: INVALID_FIELD when this is no name, SERVICE_NOT_FOUND when no service has such names,
    ///   METHOD_NOT_OFFERED.
    func check(_ method: ServiceMethod, on name: String) throws(ServiceError) {
        guard !isOpen else { return }
        let services = try services(for: method, on: name)
        guard !services.isEmpty else { throw .noService(name) }
        guard services.contains(where: { $0.methods.contains(method) }) else {
            throw .notOffered(method, by: services)
        }
    }

    private func services(for method: ServiceMethod, on name: String) throws(ServiceError) -> [ServiceProfile] {
        switch method {
        case .list:
            let parent = try ParentPattern(name).text
            return services(in: collections, parent.isEmpty ? "operations" : "\(parent)/operations")
        case .getIamPolicy, .setIamPolicy, .testIamPermissions:
            _ = try PolicyResource(name)
            return services(in: names, name)
        case .get, .delete, .cancel, .wait:
            let services = services(in: names, name)
            if services.isEmpty { _ = try OperationName(name) }
            return services
        }
    }

    private func services(in table: NameTable, _ name: String) -> [ServiceProfile] {
        guard !isOpen else { return [] }
        var owners = table.automaton.matches(name[...].segments).map { table.owners[$0] }
        // Several resources of a service may fit.
        if owners.count > 1 { owners = Set(owners).sorted() }
        return owners.map { profiles[$0] }
    }
}

extension HTTPTemplate {
    /// What the names of a resource stand in. Names that end in `**` may have such a collection below them, too.
    fileprivate var collections: [[Segment]] {
        let collection = Array(segments.dropLast())
        return segments.last == .rest ? [collection, segments + [.literal("operations")]] : [collection]
    }
}

extension ServiceError {
    /// A method that none of these services has.
    public static func notOffered(_ method: ServiceMethod, by services: [ServiceProfile]) -> ServiceError {
        let offered = ServiceMethod.allCases.filter { method in services.contains { $0.methods.contains(method) } }
        return .notOffered(
            method.rpcName, services: services.map(\.name), offered: offered.map(\.rpcName))
    }
}
