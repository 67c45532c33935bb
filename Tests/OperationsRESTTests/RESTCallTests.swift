import HTTPTranscoding
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf
import Testing

@testable import OperationsREST

@Suite struct RESTCallTests {
    private typealias List = Google_Longrunning_ListOperationsRequest
    private typealias Wait = Google_Longrunning_WaitOperationRequest

    private func message<M: Message>(
        _ method: String, _ path: String, _ query: String = "", body: String = "",
        _ kind: HTTPRule.Body = .none, at template: String = "/v1/{name=**}"
    ) throws -> M {
        let template = try HTTPTemplate(template)
        let types = try PayloadTypes()
        return try RESTCall(
            path: FieldText.bound(by: template, RequestPath(path[...]).segments),
            query: QueryText(query[...]).pairs.map(FieldText.init),
            body: RequestBody(bytes: Array(body.utf8), isBinary: false),
            rule: HTTPRule(method, template, body: kind), context: CallContext(), types: types,
            requestCodec: PayloadCodec(.json, types), answerCodec: PayloadCodec(.json, types)
        ).message()
    }

    @Test func queriesAreReadInBothSpellingsAndAsForms() throws {
        let list: List = try message(
            "GET", "/v1/a/b", "pageSize=5&page_token=a%2Bb+c&filter=&returnPartialSuccess=true")
        #expect(list.name == "a/b" && list.pageSize == 5 && list.pageToken == "a+b c" && list.filter.isEmpty)
        #expect(list.returnPartialSuccess)
    }

    @Test func dottedPathsReachFieldsOfMessages() throws {
        let request: Google_Iam_V1_GetIamPolicyRequest = try message(
            "GET", "/v1/operations/x", "options.requestedPolicyVersion=3", at: "/v1/{resource=**}")
        #expect(request.options.requestedPolicyVersion == 3 && request.resource == "operations/x")
    }

    @Test func repeatedFieldsComeSeveralTimes() throws {
        let request: Google_Iam_V1_TestIamPermissionsRequest = try message(
            "GET", "/v1/operations/x", "permissions=a&permissions=b", at: "/v1/{resource=**}")
        #expect(request.permissions == ["a", "b"])
    }

    @Test(arguments: [
        ("labelz=1", "labelz"), ("pageSize=1&page_size=2", "page_size"), ("pageSize=many", "pageSize"),
        ("pageSize=1.5", "pageSize"), ("returnPartialSuccess=yes", "returnPartialSuccess"),
        ("name.x=1", "name.x"), ("name=c", "name"), ("x=", "x"),
    ])
    func whatIsWrongIsNamed(_ query: String, _ field: String) throws {
        do {
            let _: List = try message("GET", "/v1/a", query)
            Issue.record("accepted")
        } catch let error as ServiceError {
            #expect(error.violations.first?.field == field)
        }
    }

    @Test func whatThePathBindsMayBeRepeatedWithTheSameValue() throws {
        let wait: Wait = try message(
            "POST", "/v1/operations/x", "timeout=2.5s", body: #"{"name": "operations\/x"}"#, .wholeOrQuery)
        #expect(wait.name == "operations/x" && wait.timeout.seconds == 2 && wait.timeout.nanos == 500_000_000)
        let same: List = try message("GET", "/v1/a", "name=a")
        #expect(same.name == "a")
        let given: List = try message("GET", "/v1", "name=a", at: "/v1/{name=**}")
        #expect(given.name == "a")
    }

    @Test(arguments: [
        (#"{"name": "operations/y"}"#, ""), (#"{"timeout": "1s"}"#, "timeout=2s"),
        (#"{"timeout": "3s"}"#, "timeout=0s"), (#"{"timeout": "0s"}"#, "timeout=3s"), ("{", ""), (#"{"other": 1}"#, ""),
    ])
    func twoValuesOfAFieldAreRefused(_ body: String, _ query: String) throws {
        #expect(throws: ServiceError.self) {
            let _: Wait = try message("POST", "/v1/operations/x", query, body: body, .wholeOrQuery)
        }
    }

    @Test func theFieldThatIsGivenTwiceIsNamed() throws {
        do {
            let _: Wait = try message(
                "POST", "/v1/operations/x", "timeout=0s", body: #"{"timeout": "3s"}"#, .wholeOrQuery)
            Issue.record("accepted")
        } catch let error as ServiceError {
            #expect(error.violations.map(\.field) == ["timeout"])
        }
    }

    @Test func aBodyThatHoldsEverythingLeavesNothingToTheQuery() throws {
        #expect(throws: ServiceError.self) {
            let _: Wait = try message("POST", "/v1/operations/x", "timeout=2s", body: "{}", .whole)
        }
        let wait: Wait = try message("POST", "/v1/operations/x", body: #"{"timeout": "2s"}"#, .whole)
        #expect(wait.timeout.seconds == 2)
    }

    @Test func aBodyCanBeOneField() throws {
        let request: Google_Iam_V1_SetIamPolicyRequest = try message(
            "POST", "/v1/operations/x", "updateMask=bindings", body: #"{"version": 3}"#, .field("policy"),
            at: "/v1/{resource=**}")
        #expect(request.policy.version == 3 && request.updateMask.paths == ["bindings"])
    }

    @Test func aBodyThatIsOneFieldIsOneValueOrBlank() throws {
        for body in [#"{"version":3},"updateMask":"auditConfigs""#, #"{"version":3}}"#, "{"] {
            #expect(throws: ServiceError.self) {
                let _: Google_Iam_V1_SetIamPolicyRequest = try message(
                    "POST", "/v1/operations/x", body: body, .field("policy"), at: "/v1/{resource=**}")
            }
        }
        let request: Google_Iam_V1_SetIamPolicyRequest = try message(
            "POST", "/v1/operations/x", body: " \n", .field("policy"), at: "/v1/{resource=**}")
        #expect(!request.hasPolicy && request.resource == "operations/x")
    }

    @Test func theBodyOfAGetIsNoPartOfIt() throws {
        let list: List = try message("GET", "/v1/a", body: "rubbish")
        #expect(list.name == "a")
    }
}
