import NIOHTTP1
import NetworkDoor
import OperationsCore
import Testing

@testable import OperationsREST

@Suite struct SystemParametersTests {
    private func read(
        _ query: [(name: String, value: String)], _ headers: HTTPHeaders = [:]
    ) throws(ServiceError) -> (SystemParameters, [String]) {
        var pairs = query
        let parameters = try SystemParameters(&pairs, HeaderFields(headers))
        return (parameters, pairs.map(\.name))
    }

    @Test(arguments: [
        "$alt", "alt", "$.xgafv", "$fields", "fields", "$prettyPrint", "prettyPrint", "$key", "key", "access_token",
        "oauth_token", "quotaUser", "$callback", "callback", "$ct", "uploadType", "upload_protocol", "$apiVersion",
        "userIp",
    ])
    func noneOfThemIsAField(_ name: String) throws {
        #expect(try read([(name, ""), ("pageSize", "1")]).1 == ["pageSize"])
    }

    @Test(arguments: ["alternative", "$pageSize", ".xgafv", "$", "Fields"])
    func othersAreFields(_ name: String) throws {
        #expect(try read([(name, "1")]).1 == [name])
    }

    @Test func valuesAreTaken() throws {
        let numbers = try read([("$alt", "json;enum-encoding=int")]).0
        #expect(numbers.writesEnumsAsNumbers && numbers.isIndented && numbers.form == .json)
        #expect(try read([("alt", "proto")]).0.form == .proto)
        #expect(try read([("alt", "sse")]).0.form == .sse)
        #expect(try !read([("prettyPrint", "false")]).0.isIndented)
        #expect(try read([("$.xgafv", "1")]).0.hasLegacyErrors)
        #expect(try read([], ["X-Goog-FieldMask": "name"]).0.fields == "name")
        #expect(try read([("fields", "done")], ["X-Goog-FieldMask": "name"]).0.fields == "done")
        #expect(try read([], ["Content-Type": "application/x-protobuf"]).0.sendsBinary)
        #expect(try !read([("$ct", "application/json")], ["Content-Type": "application/x-protobuf"]).0.sendsBinary)
    }

    @Test(arguments: [
        ("alt", "xml"), ("$alt", "media"), ("alt", "json;enum-encoding=string"), ("prettyPrint", "maybe"),
        ("$prettyPrint", "1"), ("$.xgafv", "3"),
    ])
    func wrongValuesAreRefusedByName(_ name: String, _ value: String) {
        do throws(ServiceError) {
            _ = try read([(name, value)])
            Issue.record("accepted")
        } catch {
            #expect(error.violations.map(\.field) == [name])
        }
    }

    @Test func eachIsGivenOnce() {
        #expect(throws: ServiceError.self) { try read([("alt", "json"), ("$alt", "json")]) }
        #expect(throws: ServiceError.self) { try read([("fields", "a"), ("fields", "b")]) }
        #expect(throws: ServiceError.self) { try read([("$apiVersion", "1")], ["X-Goog-Api-Version": "1"]) }
    }
}
