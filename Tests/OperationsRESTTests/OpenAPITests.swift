import HTTPTranscoding
import Logging
import OperationsCore
import OperationsEngine
import OperationsWire
import Testing

@testable import OperationsREST

@Suite struct OpenAPITests {
    @Test(arguments: [
        ("/v1/{name=projects/*/operations/*}:cancel", ["/v1/projects/{project}/operations/{operation}:cancel"]),
        ("/v1/{name=operations/**}", ["/v1/operations/{operation}"]),
        ("/v1/{name=operations/**/*}", ["/v1/operations/{operation}"]),
        (
            "/v1/{name=**/operations/*}",
            ["/v1/operations/{operation}", "/v1/projects/{project}/locations/{location}/operations/{operation}"]
        ),
        ("/v1/{name=**}/x", ["/v1/x", "/v1/projects/{project}/locations/{location}/x"]),
        ("/v1/{a=*/*}/s/{b}", ["/v1/{v1}/{v12}/s/{s}"]),
    ])
    func templatesAreWrittenWithNamedSegments(_ template: String, _ paths: [String]) throws {
        let template = try HTTPTemplate(template, allowsInnerRest: true)
        #expect(PathExpansion.paths(of: template).map(\.text) == paths)
    }

    @Test func everyIdentifierIsUniqueAndEveryReferenceLeadsSomewhere() async throws {
        let services = try ServiceCatalogue([
            ServiceProfile(
                name: "a",
                resources: [try HTTPTemplate("/*/*/operations/*"), try HTTPTemplate("/*/*/*/*/operations/*")])
        ])
        for catalogue in [ServiceCatalogue.open, services] {
            let document = try await document(catalogue)
            let identifiers = document.matches(of: /"operationId":"([^"]+)"/).map(\.1)
            #expect(Set(identifiers).count == identifiers.count && identifiers.count > 20)
            for reference in Set(document.matches(of: /"#\/components\/([^"]+)\/([^"\/]+)"/).map(\.2)) {
                #expect(document.contains("\"\(reference)\":{"), "\(reference)")
            }
        }
    }

    @Test func bodiesAreAsTheRuleHasThem() async throws {
        var profile = ServiceProfile(name: "a", resources: [try HTTPTemplate("/operations/*")])
        profile.versions = ["v1"]
        profile.bindings = [
            ServiceProfile.Binding(
                .setIamPolicy,
                HTTPRule("PUT", try HTTPTemplate("/v1/{resource=operations/*}:policy"), body: .field("policy"))),
            ServiceProfile.Binding(.cancel, HTTPRule("POST", try HTTPTemplate("/v1/{name=operations/*}:cancel"))),
        ]
        let document = try await document(ServiceCatalogue([profile]))
        let put = try #require(Self.beginning(of: "SetIamPolicy_put_", in: document))
        #expect(put.contains(#""requestBody":{"content":{"application/json":{}}}"#))
        #expect(put.contains(#""name":"updateMask""#) && !put.contains(#""name":"policy."#))
        let cancel = try #require(Self.beginning(of: "CancelOperation_post_", in: document))
        #expect(!cancel.contains("requestBody"))
    }

    /// What the document says of an operation before its responses.
    private static func beginning(of identifier: String, in document: String) -> Substring? {
        guard let start = document.firstRange(of: identifier)?.lowerBound else { return nil }
        let rest = document[start...]
        return rest.firstRange(of: #""responses""#).map { rest[..<$0.lowerBound] }
    }

    private func document(_ services: ServiceCatalogue) async throws -> String {
        let surface = try RESTSurface(
            engine: try await engine(services), types: .shared, crossOrigin: nil, logger: Logger(label: "test"))
        return String(decoding: surface.openAPI.json(.shared), as: UTF8.self)
    }
}
