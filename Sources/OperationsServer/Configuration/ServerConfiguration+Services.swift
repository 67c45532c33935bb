import HTTPTranscoding
import OperationsCore
import OperationsEngine
import OperationsREST

/// The services that a server speaks for, from its configuration and from profile files.
extension ServerConfiguration {
    /// Adds the services and locations of a profile: a configuration file that holds nothing else.
    public mutating func addProfile(file: String) throws(ServerStartError) {
        let before = services.count
        if var section = try YAMLSection(file: file) {
            try readServiceList(&section)
            try section.finish()
        }
        guard services.count > before else {
            throw ServerStartError("The profile '\(file)' has no services; list them under 'services'.")
        }
    }

    mutating func readServices(_ section: inout YAMLSection, file: String) throws(ServerStartError) {
        for path in try section.texts("profiles", "a file", where: { !$0.isEmpty }) ?? [] {
            try addProfile(file: Self.path(path, besides: file))
        }
        try readServiceList(&section)
        if var cors = try section.section("cors") {
            let origins = try cors.texts("origins", "an origin such as https://console.example.com, or '*'") {
                $0 == "*" || $0.wholeMatch(of: /[a-z][a-z0-9+.-]*:\/\/[A-Za-z0-9.\-\[\]:]+/) != nil
            }
            guard let origins else { throw cors.missing("origins") }
            var allowed = CrossOrigin(origins: Set(origins))
            allowed.maxAge = try cors.duration("maxAge", .zero...(.seconds(86_400))) ?? allowed.maxAge
            crossOrigin = allowed
            try cors.finish()
        }
    }

    private mutating func readServiceList(_ section: inout YAMLSection) throws(ServerStartError) {
        for var service in try section.list("services") {
            services.append(try ServiceProfile(&service))
        }
        for var section in try section.list("locations") {
            let location = try Location(&section)
            guard !engine.locations.contains(where: { $0.id == location.id }) else {
                throw section.wrong("id", "another location has the id '\(location.id)'")
            }
            engine.locations.append(location)
        }
    }

    /// A path in a file is relative to the folder of that file.
    private static func path(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }

    /// What the engine is told; the services fit together.
    func catalogue() throws(ServerStartError) -> ServiceCatalogue {
        do throws(ServiceProfileFault) {
            return try ServiceCatalogue(services)
        } catch {
            throw ServerStartError("The services of the configuration cannot be used. \(error)")
        }
    }
}

extension ServiceProfile {
    init(_ section: inout YAMLSection) throws(ServerStartError) {
        guard let name = try section.text("name"), !name.isEmpty else { throw section.missing("name") }
        let resources = try section.values(
            "resources", "a template of names that ends in operations/*, such as projects/*/operations/*"
        ) { try? HTTPTemplate("/\($0)", allowsInnerRest: true) }
        guard let resources else { throw section.missing("resources") }
        self.init(name: name, resources: resources)
        versions =
            try section.texts("versions", "a version such as v1 or v1beta2") { VersionPrefix.isOne($0[...]) } ?? []
        if let convention = try section.choice("list", ListConvention.allCases.map(\.rawValue)) {
            listConvention = ListConvention(rawValue: convention) ?? listConvention
        }
        let all = ServiceMethod.allCases.map(\.rawValue).joined(separator: ", ")
        if let offered = try section.values("methods", "one of \(all)", { ServiceMethod(rawValue: $0) }) {
            methods = Set(offered)
        }
        for var binding in try section.list("bindings") { bindings.append(try Binding(&binding)) }
        permissionPrefix =
            try section.text("permissions", "the beginning of permissions, such as dataproc.operations") {
                $0.wholeMatch(of: /[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*/) != nil
            } ?? permissionPrefix
        metadataType = try section.text("metadata", "the full name of a message, such as render.v1.RenderMetadata") {
            $0.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/) != nil
        }
        timeToLive = try section.duration("ttl", .zero...Limits.longestDuration)
        try section.finish()
        do throws(ServiceProfileFault) {
            try validate()
        } catch {
            throw section.fault("\(error)")
        }
    }
}

extension ServiceProfile.Binding {
    private static let verbs = ["get", "put", "post", "delete", "patch"]

    init(_ section: inout YAMLSection) throws(ServerStartError) {
        let methods = ServiceMethod.allCases.map(\.rawValue)
        guard let name = try section.choice("method", methods), let method = ServiceMethod(rawValue: name) else {
            throw section.missing("method")
        }
        var rules: [(verb: String, template: HTTPTemplate)] = []
        for verb in Self.verbs {
            guard let text = try section.text(verb) else { continue }
            do throws(HTTPTemplateFault) {
                rules.append((verb.uppercased(), try HTTPTemplate(text)))
            } catch {
                throw section.wrong(verb, "\(error)")
            }
        }
        guard let rule = rules.first, rules.count == 1 else {
            throw section.wrong("method", "exactly one of \(Self.verbs.joined(separator: ", ")) gives its path")
        }
        let body: HTTPRule.Body =
            switch try section.text("body") {
            case nil, "": .none
            case "*": .whole
            case let field?: .field(field)
            }
        if body != .none, ["GET", "DELETE"].contains(rule.verb) {
            throw section.wrong("body", "\(rule.verb) has none")
        }
        try section.finish()
        self.init(method, HTTPRule(rule.verb, rule.template, body: body))
    }
}

extension Location {
    init(_ section: inout YAMLSection) throws(ServerStartError) {
        let id = try section.text("id", "a segment of a name: letters, digits and -._~()@+,=!") {
            !$0.contains("/") && (try? Parent("locations/\($0)")) != nil
        }
        guard let id else { throw section.missing("id") }
        self.init(id: id, displayName: try section.text("displayName") ?? "")
        for (key, value) in try section.textMembers("labels") { labels[key] = value }
        try section.finish()
    }
}
