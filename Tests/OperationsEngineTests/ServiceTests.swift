import HTTPTranscoding
import OperationsCore
import OperationsEngine
import Testing

@Suite struct ServiceTests {
    private static func service(_ name: String, _ resources: String..., methods: Set<ServiceMethod>? = nil)
        throws -> ServiceProfile
    {
        var profile = ServiceProfile(
            name: name,
            resources: try resources.map { text throws(HTTPTemplateFault) in
                try HTTPTemplate(text, allowsInnerRest: true)
            })
        if let methods { profile.methods = methods }
        return profile
    }

    private static func settings(_ profiles: ServiceProfile...) throws -> EngineSettings {
        var settings = EngineSettings()
        settings.services = try ServiceCatalogue(profiles)
        return settings
    }

    @Test func withoutServicesEverythingIsOffered() async throws {
        try await withEngine { fixture in
            let name = try await fixture.engine.start(StartRequest(parent: Parent("a/b"))).name.text
            let operations = PublicOperations(fixture.engine)
            #expect(try await operations.get(name).name.text == name)
            #expect(try await operations.list(under: "a/b").items.count == 1)
            try await operations.cancel(name)
            try await operations.delete(name)
        }
    }

    @Test func whatAServiceDoesNotOfferIsUnimplemented() async throws {
        let vision = try Self.service("vision", "/projects/*/operations/*", methods: [.get])
        try await withEngine(settings: try Self.settings(vision)) { fixture in
            let name = try await fixture.engine.start(StartRequest(parent: Parent("projects/p"))).name.text
            let operations = PublicOperations(fixture.engine)
            #expect(try await operations.get(name).name.text == name)
            #expect(operations.cachedRecord(named: name) != nil)
            #expect(await reason { try await operations.delete(name) } == .methodNotOffered)
            #expect(await reason { try await operations.cancel(name) } == .methodNotOffered)
            #expect(await reason { _ = try await operations.list(under: "projects/p") } == .methodNotOffered)
            #expect(await reason { _ = try await operations.list(under: "projects/-/operations") } == .methodNotOffered)
            let context = CallContext()
            #expect(
                await reason { _ = try await operations.wait(for: name, timeout: .zero, context: context) }
                    == .methodNotOffered)
            #expect(
                await reason { _ = try operations.startWait(for: name, timeout: .zero, context: context) { _ in } }
                    == .methodNotOffered)
        }
    }

    @Test func namesOfNoServiceAreNotFoundAndNoNamesAreRefused() async throws {
        let root = try Self.service("root", "/operations/*")
        try await withEngine(settings: try Self.settings(root)) { fixture in
            let operations = PublicOperations(fixture.engine)
            let hidden = try await fixture.engine.start(StartRequest(parent: Parent("a/b"))).name.text
            _ = try await fixture.engine.get(hidden)
            #expect(operations.cachedRecord(named: hidden) == nil)
            #expect(await reason { _ = try await operations.get(hidden) } == .serviceNotFound)
            #expect(await reason { _ = try await operations.list(under: "a/b") } == .serviceNotFound)
            #expect(await reason { _ = try await operations.get("a/b") } == .invalidField)
            #expect(await reason { _ = try await operations.get("") } == .invalidField)
            #expect(await reason { _ = try await operations.list(under: "a") } == .invalidField)
            for root in ["", "operations"] { #expect(try await operations.list(under: root).items.isEmpty) }
        }
    }

    @Test func whatAnyServiceOffersForANameIsOffered() async throws {
        let one = try Self.service("one", "/projects/*/operations/*", methods: [.get])
        let two = try Self.service("two", "/projects/*/operations/*", methods: [.delete])
        try await withEngine(settings: try Self.settings(one, two)) { fixture in
            let name = try await fixture.engine.start(StartRequest(parent: Parent("projects/p"))).name.text
            let operations = PublicOperations(fixture.engine)
            _ = try await operations.get(name)
            #expect(await reason { try await operations.cancel(name) } == .methodNotOffered)
            try await operations.delete(name)
        }
    }

    @Test func aServiceHasATimeToLive() async throws {
        var brief = try Self.service("brief", "/projects/*/operations/*")
        brief.timeToLive = .seconds(60)
        var settings = try Self.settings(brief)
        settings.queueTimeToLive["kept"] = .seconds(600)
        try await withEngine(settings: settings) { fixture in
            let parent = try Parent("projects/p")
            let brief = try await fixture.engine.start(StartRequest(parent: parent))
            let queued = try await fixture.engine.start(StartRequest(parent: parent, queue: "kept"))
            let other = try await fixture.engine.start(StartRequest())
            #expect([brief, queued, other].map(\.timeToLive) == [.seconds(60), .seconds(600), .seconds(30 * 86_400)])
        }
    }

    @Test func rulesFollowFromResources() throws {
        var profile = try Self.service("s", "/projects/*/regions/*/operations/*", methods: [.list, .get])
        profile.versions = ["v1", "v1beta2"]
        profile.listConvention = .collection
        let extra = ServiceProfile.Binding(
            .wait, HTTPRule("POST", try HTTPTemplate("/v1/{name=projects/*/regions/*/operations/*}:wait")))
        profile.bindings = [extra]
        let rules = try profile.rules
        let lists = rules.filter { $0.method == .list }.map(\.rule.template.description)
        #expect(
            lists == [
                "/v1/{name=projects/*/regions/*/operations}", "/v1beta2/{name=projects/*/regions/*/operations}",
                "/v1/{name=projects/*/regions/*/operations}/operations",
                "/v1beta2/{name=projects/*/regions/*/operations}/operations",
            ])
        let waits = rules.filter { $0.method == .wait && $0.rule.template.description.hasPrefix("/v1/") }
        #expect(waits.map(\.rule.method) == ["POST", "GET"])
        #expect(waits.first?.rule.body == HTTPRule.Body.none)
        #expect(Set(rules.map(\.method)) == Set(ServiceMethod.allCases))
    }

    @Test(arguments: [
        (
            "/operations/*", ServiceProfile.ListConvention.parent,
            ["/v1/operations", "/v1/{name=operations}/operations"]
        ),
        (
            "/operations/**", .collection,
            ["/v1/{name=operations}", "/v1/{name=operations}/operations", "/v1/{name=operations/**}/operations"]
        ),
        (
            "/projects/*/operations/*", .parent,
            ["/v1/{name=projects/*}/operations", "/v1/{name=projects/*/operations}/operations"]
        ),
        ("/**/operations/*", .parent, ["/v1/{name=**}/operations"]),
    ])
    func listsAreBoundInTheConventionOfTheService(
        _ resource: String, _ convention: ServiceProfile.ListConvention, _ paths: [String]
    ) throws {
        var profile = try Self.service("s", resource)
        profile.listConvention = convention
        #expect(try profile.rules.filter { $0.method == .list }.map(\.rule.template.description) == paths)
    }

    @Test(arguments: [
        ("/projects/*/operations/*", ServiceMethod.get, "/v1/{name=projects/*/operations/*}"),
        ("/projects/*/operations/*", .get, "/v1/{name=projects/p/operations/*}"),
        ("/operations/**", .wait, "/v1/{name=operations/a/*}:await"), ("/operations/*", .list, "/v1/operations"),
        ("/projects/*/operations/*", .list, "/v1/{name=projects/*}/operations"),
        ("/projects/*/operations/*", .list, "/v1/{name=projects/*/operations}"),
        ("/operations/*", .getIamPolicy, "/v1/{resource=operations/*}:getIamPolicy"),
    ])
    func bindingsThatWorkAreTaken(_ resource: String, _ method: ServiceMethod, _ template: String) throws {
        _ = try ServiceCatalogue([try Self.bound(resource, method, template)])
    }

    @Test(arguments: [
        ("/operations/*", ServiceMethod.get, "/v1/operations/{name=**}", "whole name"),
        ("/studios/*/operations/*", .get, "/v1/{name=operations/*}", "not among its resources"),
        ("/projects/*/operations/*", .get, "/v1/{name=**}", "not among its resources"),
        ("/operations/*", .get, "/v1/foo", "does not bind 'name'"),
        ("/operations/*", .getIamPolicy, "/v1/{name=operations/*}:getIamPolicy", "does not bind 'resource'"),
        ("/operations/*", .get, "/longrun/v1/{name=operations/*}", "version"),
        ("/operations/*", .list, "/healthz", "version"),
        ("/projects/*/x/operations/*", .list, "/v1/operations", "odd number"),
        ("/operations/*", .cancel, "/v1/{name=operations/*}:stop", "changes something"),
        ("/operations/*", .wait, "/v1/{name=operations/*}", "leads to get"),
        ("/projects/*/transferOperations/*", .list, "/v1/operations", "is not the name of operations"),
        ("/{name=operations/*}", .list, "/v1/operations", "is not the name of operations"),
        ("/a/../operations/*", .list, "/v1/operations", "cannot stand"),
        ("/-/*/operations/*", .list, "/v1/operations", "cannot stand"),
    ])
    func whatCouldNeverWorkIsRefused(
        _ resource: String, _ method: ServiceMethod, _ template: String, _ word: String
    ) throws {
        let profile = try Self.bound(resource, method, template)
        do throws(ServiceProfileFault) {
            _ = try ServiceCatalogue([profile])
            Issue.record("taken")
        } catch {
            #expect("\(error)".contains(word), "\(error)")
        }
    }

    @Test func namesBelowAnyPathAreListedWhereTheyStand() async throws {
        let below = try Self.service("below", "/operations/**")
        try await withEngine(settings: try Self.settings(below)) { fixture in
            let name = try await fixture.engine.start(StartRequest(parent: Parent("operations/o"))).name.text
            let operations = PublicOperations(fixture.engine)
            #expect(try await operations.list(under: "operations/o").items.map(\.name.text) == [name])
            #expect(try await operations.get(name).name.text == name)
        }
    }

    @Test func theFirstServiceThatSaysSoCounts() async throws {
        let plain = try Self.service("plain", "/projects/*/operations/*")
        var typed = try Self.service("typed", "/projects/*/operations/*")
        typed.metadataType = "t.Metadata"
        typed.timeToLive = .seconds(60)
        let services = try ServiceCatalogue([plain, typed])
        #expect(services.metadataType(of: try OperationName("projects/p/operations/x")) == "t.Metadata")
        #expect(services.metadataType(of: try OperationName("operations/x")) == nil)
        try await withEngine(settings: try Self.settings(plain, typed)) { fixture in
            let record = try await fixture.engine.start(StartRequest(parent: Parent("projects/p")))
            #expect(record.timeToLive == .seconds(60))
        }
    }

    @Test func permissionsAreThoseOfTheServiceThatTestsThem() async throws {
        let plain = try Self.service("plain", "/projects/*/operations/*", methods: [.get])
        var dataproc = try Self.service("dataproc", "/projects/*/operations/*", "/**/operations/*")
        dataproc.permissionPrefix = "dataproc.operations"
        try await withEngine(settings: try Self.settings(plain, dataproc)) { fixture in
            let name = try await fixture.engine.start(StartRequest(parent: Parent("projects/p"))).name.text
            let operations = PublicOperations(fixture.engine)
            let policy = Policy(bindings: [PolicyBinding(role: "roles/viewer", members: ["allUsers"])])
            _ = try await operations.setPolicy(policy, of: name, updateMask: [])
            let asked = ["dataproc.operations.get", "dataproc.operations.delete", "longrun.operations.get"]
            #expect(try await operations.testPermissions(asked, on: name) == ["dataproc.operations.get"])
        }
    }

    @Test func aServiceIsNamedOnceWhenItsMethodIsMissing() async throws {
        let service = try Self.service("s", "/projects/*/operations/*", "/**/operations/*", methods: [.list])
        try await withEngine(settings: try Self.settings(service)) { fixture in
            let error = PublicOperations(fixture.engine).refusal(of: .get, on: "projects/p/operations/x")
            #expect(error?.message == "The service 's' does not offer GetOperation. It offers: ListOperations.")
        }
    }

    @Test func servicesThatContradictThemselvesAreRefused() throws {
        let plain = try Self.service("s", "/operations/*")
        #expect(throws: ServiceProfileFault.self) { try ServiceCatalogue([plain, plain]) }
        var twice = try Self.bound("/operations/*", .get, "/v1/{name=operations/*}")
        twice.bindings += twice.bindings
        #expect(throws: ServiceProfileFault.self) { try ServiceCatalogue([twice]) }
        var unoffered = try Self.bound("/operations/*", .cancel, "/v1/{name=operations/*}:stop")
        unoffered.methods = [.get]
        #expect(throws: ServiceProfileFault.self) { try ServiceCatalogue([unoffered]) }
    }

    private static func bound(
        _ resource: String, _ method: ServiceMethod, _ template: String
    ) throws -> ServiceProfile {
        var profile = try service("s", resource)
        profile.bindings = [ServiceProfile.Binding(method, HTTPRule("GET", try HTTPTemplate(template)))]
        return profile
    }
}
