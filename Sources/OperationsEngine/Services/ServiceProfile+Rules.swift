import HTTPTranscoding

/// The ways in which the methods of a service are called over REST.
extension ServiceProfile {
    /// Every method for every parent, under every version.
    public static var everything: ServiceProfile {
        get throws {
            var profile = ServiceProfile(
                name: "", resources: [try HTTPTemplate("/**/operations/*", allowsInnerRest: true)])
            // Other resources than operations have policies too.
            profile.bindings = try profile.policyRules(resource: "**")
            return profile
        }
    }

    /// All bindings: those that were given, and those that follow from the resources as Google's services have them. One
    /// that was given takes the place of one with the same verb and path.
    public var rules: [Binding] {
        get throws {
            var derived: [Binding] = []
            for resource in resources { derived += try rules(ofResource: String(resource.description.dropFirst())) }
            let taken = Set(bindings.map { Place($0.rule) })
            return bindings + derived.filter { !taken.contains(Place($0.rule)) }
        }
    }

    private struct Place: Hashable {
        let method: String
        let template: HTTPTemplate

        init(_ rule: HTTPRule) {
            method = rule.method
            template = rule.template
        }
    }

    private func rules(ofResource item: String) throws(HTTPTemplateFault) -> [Binding] {
        var rules = try listRules(collection: String(item[..<(item.lastIndex(of: "/") ?? item.endIndex)]))
        if item.hasSuffix("/**") { rules += try bind(.list, "GET", "{name=\(item)}/operations") }
        // `**` matches nothing, too, but then the path is that of the collection.
        let item = item.hasSuffix("/**") ? "\(item)/*" : item
        rules += try bind(.get, "GET", "{name=\(item)}")
        rules += try bind(.delete, "DELETE", "{name=\(item)}")
        rules += try bind(.cancel, "POST", "{name=\(item)}:cancel", .wholeOrQuery)
        rules += try bind(.wait, "POST", "{name=\(item)}:wait", .wholeOrQuery)
        rules += try bind(.wait, "GET", "{name=\(item)}:wait")
        return try rules + policyRules(resource: item)
    }

    private func listRules(collection: String) throws(HTTPTemplateFault) -> [Binding] {
        var rules: [Binding] = []
        switch (listConvention, collection) {
        case (.collection, _): rules += try bind(.list, "GET", "{name=\(collection)}")
        // The root has no parent to bind; it may stand in the query.
        case (.parent, "operations"): rules += try bind(.list, "GET", "operations")
        case (.parent, _):
            rules += try bind(.list, "GET", "{name=\(collection.dropLast("/operations".count))}/operations")
        }
        guard !collection.hasPrefix("**") else { return rules }
        // So a client of Google's lists a collection that was told of no templates; no id is that word.
        return try rules + bind(.list, "GET", "{name=\(collection)}/operations")
    }

    private func policyRules(resource: String) throws(HTTPTemplateFault) -> [Binding] {
        try bind(.getIamPolicy, "POST", "{resource=\(resource)}:getIamPolicy", .whole)
            + bind(.getIamPolicy, "GET", "{resource=\(resource)}:getIamPolicy")
            + bind(.setIamPolicy, "POST", "{resource=\(resource)}:setIamPolicy", .whole)
            + bind(.testIamPermissions, "POST", "{resource=\(resource)}:testIamPermissions", .whole)
    }

    /// One rule for each version.
    private func bind(
        _ method: ServiceMethod, _ verb: String, _ path: String, _ body: HTTPRule.Body = .none
    ) throws(HTTPTemplateFault) -> [Binding] {
        if versions.isEmpty {
            let template = try HTTPTemplate("/v1/\(path)", allowsInnerRest: true).underEveryVersion
            return [Binding(method, HTTPRule(verb, template, body: body))]
        }
        return try versions.map { version throws(HTTPTemplateFault) in
            Binding(method, HTTPRule(verb, try HTTPTemplate("/\(version)/\(path)", allowsInnerRest: true), body: body))
        }
    }
}
