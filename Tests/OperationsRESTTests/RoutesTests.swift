import HTTPTranscoding
import Logging
import OperationsCore
import OperationsEngine
import OperationsMemory
import OperationsWire
import Testing

@testable import OperationsREST

@Suite struct RoutesTests {
    @Test(arguments: [
        ("GET", "/v1/operations", "ListOperations", "name="),
        ("GET", "/v1/operations/operations", "ListOperations", "name=operations"),
        ("GET", "/v1/projects/p/locations/l/operations", "ListOperations", "name=projects/p/locations/l"),
        ("GET", "/v1/operations/x", "GetOperation", "name=operations/x"),
        ("HEAD", "/v1/operations/x", "GetOperation", "name=operations/x"),
        ("GET", "/v2/projects/p/regions/r/operations/x", "GetOperation", "name=projects/p/regions/r/operations/x"),
        ("GET", "/v1beta1/locations/l/operations/x", "GetOperation", "name=locations/l/operations/x"),
        (
            "GET", "/v1/projects/p/databases/(default)/operations/x", "GetOperation",
            "name=projects/p/databases/(default)/operations/x"
        ),
        ("GET", "/v1/users/a%40b.c/operations/x", "GetOperation", "name=users/a@b.c/operations/x"),
        ("GET", "/v1/users/a+b/operations/x", "GetOperation", "name=users/a+b/operations/x"),
        ("DELETE", "/v1/operations/x", "DeleteOperation", "name=operations/x"),
        ("POST", "/v1/operations/x:cancel", "CancelOperation", "name=operations/x"),
        ("POST", "/v1/operations/x%3Acancel", "CancelOperation", "name=operations/x"),
        ("POST", "/v1/operations/x:wait", "WaitOperation", "name=operations/x"),
        ("GET", "/v1/operations/x:wait", "WaitOperation", "name=operations/x"),
        ("GET", "/v1/projects/example.com:p/operations/x", "GetOperation", "name=projects/example.com:p/operations/x"),
        ("GET", "/v1/operations/x:unknown", "GetOperation", "name=operations/x:unknown"),
        ("POST", "/v1/projects/p:setIamPolicy", "SetIamPolicy", "resource=projects/p"),
        ("GET", "/v1/operations/x:getIamPolicy", "GetIamPolicy", "resource=operations/x"),
        ("POST", "/v1/operations/x:testIamPermissions", "TestIamPermissions", "resource=operations/x"),
        ("GET", "/v1/locations", "ListLocations", "name=locations"),
        ("GET", "/v1/projects/p/locations", "ListLocations", "name=projects/p"),
        ("GET", "/v1/projects/p/locations/l", "GetLocation", "name=projects/p/locations/l"),
        ("POST", "/longrun/v1/operations", "StartOperation", "parent="),
        ("POST", "/longrun/v1/projects/p/operations", "StartOperation", "parent=projects/p"),
        ("POST", "/longrun/v1/operations:lease", "LeaseOperations", "parent="),
        ("POST", "/longrun/v1/projects/p/operations:batchStart", "BatchStartOperations", "parent=projects/p"),
        ("POST", "/longrun/v1/operations:batchComplete", "BatchCompleteOperations", "parent="),
        ("POST", "/longrun/v1/operations/x:heartbeat", "Heartbeat", "name=operations/x"),
        ("POST", "/longrun/v1/operations/x:complete", "CompleteOperation", "name=operations/x"),
        ("POST", "/longrun/v1/operations/x:fail", "FailOperation", "name=operations/x"),
        ("POST", "/longrun/v1/operations/x:release", "ReleaseOperation", "name=operations/x"),
        ("GET", "/longrun/v1/operations/x", "GetRecord", "name=operations/x"),
        ("GET", "/longrun/v1/projects/p/operations", "ListRecords", "parent=projects/p"),
        ("GET", "/longrun/v1/operations/x:history", "GetHistory", "name=operations/x"),
        ("POST", "/longrun/v1/descriptorSets", "AddDescriptorSet", ""),
        ("DELETE", "/longrun/v1/descriptorSets/a", "DeleteDescriptorSet", "name=descriptorSets/a"),
        ("GET", "/healthz", "liveness", ""), ("HEAD", "/readyz", "readiness", ""),
    ])
    func pathsLeadToTheirMethods(_ method: String, _ path: String, _ name: String, _ bound: String) async throws {
        let found = try await target(method, path)
        #expect(found?.name == name)
        #expect(found?.bound == bound)
    }

    @Test(arguments: [
        "/", "/v1", "/v1/projects/p", "/v1gamma/operations", "/vx/operations", "/operations", "/longrun/v2/operations",
        "/v1/operations/x/y", "/healthz/x", "/v1/projects/p/locations/l/x",
    ])
    func otherPathsLeadNowhere(_ path: String) async throws {
        #expect(try await surface().matcher.match(RequestPath(path[...])) == nil)
    }

    @Test(arguments: [
        ("PUT", "/v1/operations/x", "DELETE, GET, HEAD, OPTIONS"), ("POST", "/v1/operations", "GET, HEAD, OPTIONS"),
        ("DELETE", "/v1/operations/x:cancel", "OPTIONS, POST"), ("POST", "/healthz", "GET, HEAD, OPTIONS"),
        ("GET", "/longrun/v1/operations:lease", "OPTIONS, POST"),
    ])
    func otherMethodsOfAPathAreRefusedWithThoseItHas(_ method: String, _ path: String, _ allowed: String) async throws {
        let surface = try await surface()
        let match = try #require(try surface.matcher.match(RequestPath(path[...])))
        #expect(match.place(method) == nil)
        #expect(surface.allowed(match) == allowed)
    }

    @Test func aServiceHasItsOwnPathsAlone() async throws {
        var vision = ServiceProfile(
            name: "vision", resources: [try HTTPTemplate("/projects/*/locations/*/operations/*")])
        vision.methods = [.get]
        vision.versions = ["v1"]
        let services = try ServiceCatalogue([vision])
        #expect(try await target("GET", "/v1/projects/p/locations/l/operations/x", services)?.name == "GetOperation")
        #expect(try await target("DELETE", "/v1/projects/p/locations/l/operations/x", services)?.name == "not delete")
        #expect(try await target("POST", "/v1/projects/p/locations/l/operations/x:wait", services)?.name == "not wait")
        #expect(try await target("GET", "/v2/projects/p/locations/l/operations/x", services) == nil)
        #expect(try await target("GET", "/v1/operations/x", services) == nil)
    }

    @Test func whatIsNotOfferedIsNotAllowed() async throws {
        var vision = ServiceProfile(name: "vision", resources: [try HTTPTemplate("/operations/*")])
        vision.methods = [.get]
        let surface = try await surface(ServiceCatalogue([vision]))
        let match = try #require(try surface.matcher.match(RequestPath("/v1/operations/x")))
        #expect(surface.allowed(match) == "GET, HEAD, OPTIONS")
    }

    @Test func whatOneServiceOffersIsOfferedOnSharedPaths() async throws {
        let template = try HTTPTemplate("/projects/*/locations/*/operations/*")
        var vision = ServiceProfile(name: "vision", resources: [template])
        vision.methods = [.get]
        let services = try ServiceCatalogue([vision, ServiceProfile(name: "redis", resources: [template])])
        let path = "/v1/projects/p/locations/l/operations/x"
        #expect(try await target("DELETE", path, services)?.name == "DeleteOperation")
    }

    private func surface(_ services: ServiceCatalogue = .open) async throws -> RESTSurface {
        try RESTSurface(
            engine: try await engine(services), types: .shared, crossOrigin: nil, logger: Logger(label: "test"))
    }

    private func target(
        _ method: String, _ path: String, _ services: ServiceCatalogue = .open
    ) async throws -> (name: String, bound: String)? {
        let surface = try await surface(services)
        guard let match = try surface.matcher.match(RequestPath(path[...])), let place = match.place(method) else {
            return nil
        }
        let route = surface.routes[place]
        let bound = route.template.values(in: match.segments).map { "\($0.field)=\($0.value)" }
        return (route.target.text, bound.joined(separator: " "))
    }
}

extension RESTTarget {
    fileprivate var text: String {
        switch self {
        case .method(let method, _): method.shortName
        case .notOffered(let method, _): "not \(method)"
        case .liveness: "liveness"
        case .readiness: "readiness"
        case .openAPI: "openAPI"
        }
    }
}
