import HTTPTranscoding
import OperationsCore
import OperationsEngine
import OperationsREST
import Testing

@testable import OperationsServer

@Suite struct ServiceConfigurationTests {
    private func parse(_ yaml: String) throws(ServerStartError) -> ServerConfiguration {
        try ServerConfiguration.parse(yaml, file: "longrun.yaml")
    }

    @Test func everythingOfAServiceCanBeSet() throws {
        let configuration = try parse(
            """
            services:
              - name: dataproc.googleapis.com
                versions: [v1, v1beta2]
                resources: [projects/*/regions/*/operations/*, operations/**]
                list: collection
                methods: [get, wait, testIamPermissions]
                bindings:
                  - {method: wait, get: "/v1/{name=operations/*}:wait"}
                  - {method: wait, post: "/v1/{name=operations/*}:await", body: "*"}
                permissions: dataproc.operations
                metadata: google.cloud.dataproc.v1.ClusterOperationMetadata
                ttl: 7d
            locations:
              - {id: us-central1, displayName: Iowa, labels: {region: us}}
            cors: {origins: ["https://a.example", "*"], maxAge: 1h}
            """)
        let service = try #require(configuration.services.first)
        #expect(service.name == "dataproc.googleapis.com" && service.versions == ["v1", "v1beta2"])
        #expect(service.resources.map(\.description) == ["/projects/*/regions/*/operations/*", "/operations/**"])
        #expect(service.listConvention == .collection && service.methods == [.get, .wait, .testIamPermissions])
        #expect(service.bindings.map(\.rule.method) == ["GET", "POST"])
        #expect(service.bindings.map(\.rule.body) == [HTTPRule.Body.none, .whole])
        #expect(service.permissionPrefix == "dataproc.operations" && service.timeToLive == .seconds(7 * 86_400))
        #expect(service.metadataType == "google.cloud.dataproc.v1.ClusterOperationMetadata")
        #expect(
            configuration.engine.locations
                == [Location(id: "us-central1", displayName: "Iowa", labels: ["region": "us"])])
        #expect(configuration.crossOrigin?.origins == ["https://a.example", "*"])
        #expect(configuration.crossOrigin?.maxAge == .seconds(3_600))
    }

    @Test func aServiceNeedsLittle() throws {
        let service = try #require(try parse("services: [{name: s, resources: operations/*}]").services.first)
        #expect(service.methods == Set(ServiceMethod.allCases) && service.versions.isEmpty)
        #expect(service.listConvention == .parent && service.permissionPrefix == "longrun.operations")
    }

    @Test(arguments: [
        "services: {name: s}", "services: [s]", "services: [{resources: operations/*}]", "services: [{name: s}]",
        "services: [{name: s, resources: []}]", "services: [{name: s, resources: projects/*}]",
        "services: [{name: s, resources: /operations/*}]", "services: [{name: s, resources: operations/x}]",
        "services: [{name: s, resources: '{name=operations/*}'}]",
        "services: [{name: s, resources: '**/x/**/operations/*'}]",
        "services: [{name: s, resources: operations/*, versions: [one]}]",
        "services: [{name: s, resources: operations/*, methods: [start]}]",
        "services: [{name: s, resources: operations/*, list: both}]",
        "services: [{name: s, resources: operations/*, ttl: 7}]",
        "services: [{name: s, resources: operations/*, colour: red}]",
        "services: [{name: s, resources: operations/*, bindings: [{method: wait}]}]",
        "services: [{name: s, resources: operations/*, bindings: [{get: /v1/x}]}]",
        "services: [{name: s, resources: operations/*, bindings: [{method: get, get: v1}]}]",
        "services: [{name: s, resources: operations/*, bindings: [{method: get, get: /v1/x, post: /v1/y}]}]",
        "services: [{name: s, resources: operations/*, metadata: a b}]",
        "services: [{name: s, resources: operations/*, permissions: '*'}]",
        "services: [{name: s, resources: operations/*, bindings: [{method: get, get: '/v1/{name=operations/*}', body: '*'}]}]",
        "locations: [{id: a}, {id: a}]", "locations: [x]", "locations: [{displayName: x}]", "locations: [{id: a/b}]",
        "locations: [{id: a, labels: b}]",
        "cors: {origins: [example.com]}", "cors: {origins: https://a.b/}",
        "cors: {origins: 'https://*.a.b'}", "cors: {origins: 'https://a.b:8080/path'}", "profiles: [missing.yaml]",
        "profiles: {}",
    ])
    func mistakesAreRefusedWithAPlace(_ yaml: String) {
        do throws(ServerStartError) {
            _ = try parse(yaml)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("yaml"), "\(error)")
        }
    }
}
