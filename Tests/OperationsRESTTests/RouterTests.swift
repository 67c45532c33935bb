import OperationsCore
import Testing

@testable import OperationsREST

@Suite struct RouterTests {
    @Test(arguments: [
        ("GET", "/v1/operations", Route.listOperations(parent: "")),
        ("GET", "/v1/operations/operations", .listOperations(parent: "operations")),
        ("GET", "/v1/projects/p/locations/l/operations", .listOperations(parent: "projects/p/locations/l")),
        ("GET", "/v1/operations/x", .getOperation(name: "operations/x")),
        ("GET", "/v2/projects/p/regions/r/operations/x", .getOperation(name: "projects/p/regions/r/operations/x")),
        ("GET", "/v1beta1/locations/l/operations/x", .getOperation(name: "locations/l/operations/x")),
        (
            "GET", "/v1/projects/p/databases/(default)/operations/x",
            .getOperation(name: "projects/p/databases/(default)/operations/x")
        ),
        ("GET", "/v1/users/a%40b.c/operations/x", .getOperation(name: "users/a@b.c/operations/x")),
        ("GET", "/v1/users/a+b/operations/x", .getOperation(name: "users/a+b/operations/x")),
        ("DELETE", "/v1/operations/x", .deleteOperation(name: "operations/x")),
        ("POST", "/v1/operations/x:cancel", .cancelOperation(name: "operations/x")),
        ("POST", "/v1/operations/x%3Acancel", .cancelOperation(name: "operations/x")),
        ("POST", "/v1/operations/x:wait", .waitOperation(name: "operations/x")),
        ("GET", "/v1/operations/x:wait", .waitOperation(name: "operations/x")),
        ("GET", "/v1/projects/example.com:p/operations/x", .getOperation(name: "projects/example.com:p/operations/x")),
        ("GET", "/v1/operations/x:unknown", .getOperation(name: "operations/x:unknown")),
        ("POST", "/longrun/v1/operations", .startOperation(parent: "")),
        ("POST", "/longrun/v1/projects/p/operations", .startOperation(parent: "projects/p")),
        ("POST", "/longrun/v1/operations:lease", .lease(parent: "")),
        ("POST", "/longrun/v1/projects/p/operations:batchStart", .batchStart(parent: "projects/p")),
        ("POST", "/longrun/v1/operations:batchComplete", .batchComplete(parent: "")),
        ("POST", "/longrun/v1/operations/x:heartbeat", .heartbeat(name: "operations/x")),
        ("POST", "/longrun/v1/operations/x:complete", .complete(name: "operations/x")),
        ("POST", "/longrun/v1/operations/x:fail", .fail(name: "operations/x")),
        ("POST", "/longrun/v1/operations/x:release", .release(name: "operations/x")),
        ("GET", "/longrun/v1/operations/x", .getRecord(name: "operations/x")),
        ("GET", "/longrun/v1/projects/p/operations", .listRecords(parent: "projects/p")),
        ("GET", "/longrun/v1/operations/x:history", .history(name: "operations/x")),
        ("GET", "/healthz", .liveness),
        ("HEAD", "/readyz", .readiness),
    ])
    func pathsLeadToTheirRoutes(_ method: String, _ path: String, _ route: Route) throws {
        #expect(try Router.route(method, path) == route)
    }

    @Test(arguments: [
        ("GET", "/"), ("GET", ""), ("GET", "/v1"), ("GET", "/v1/projects/p"), ("PUT", "/v1/operations/x"),
        ("POST", "/v1/operations"), ("GET", "/v1gamma/operations"), ("GET", "/vx/operations"), ("GET", "/operations"),
        ("POST", "/v1/operations/x:heartbeat"), ("DELETE", "/v1/operations/x:cancel"),
        ("POST", "/longrun/v2/operations"),
        ("POST", "/healthz"), ("GET", "/v1/operations/x/y"),
    ])
    func otherPathsAreNotFound(_ method: String, _ path: String) {
        #expect(refusal(method, path)?.reason == .pathNotFound)
    }

    @Test(arguments: [
        "/v1/operations/a%2Fb", "/v1/../operations/x", "/v1/operations/%2e%2e", "/v1/operations/%zz",
        "/v1/operations/%ff",
    ])
    func crookedPathsAreRefused(_ path: String) {
        #expect(refusal("GET", path)?.reason == .invalidField)
    }

    private func refusal(_ method: String, _ path: String) -> ServiceError? {
        do {
            _ = try Router.route(method, path)
            return nil
        } catch {
            return error
        }
    }
}
