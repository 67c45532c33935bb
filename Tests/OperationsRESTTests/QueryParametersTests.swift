import OperationsCore
import Testing

@testable import OperationsREST

@Suite struct QueryParametersTests {
    @Test func bothSpellingsAndFormDecodingAreRead() throws {
        let query = try QueryParameters("pageSize=5&page_token=a%2Bb+c&filter=&returnPartialSuccess=true")
        #expect(try query.integer("page_size") == 5)
        #expect(query.text("page_token") == "a+b c")
        #expect(query.text("filter") == "")
        #expect(try query.flag("return_partial_success"))
        try query.allow(["page_size", "page_token", "filter", "return_partial_success"])
    }

    @Test(arguments: [
        "$alt=json;enum-encoding=int", "$alt=json%3Benum-encoding%3Dint", "alt=json", "prettyPrint=false", "$.xgafv=2",
        "key=k", "quotaUser=q", "fields=name", "uploadType=media", "", "&&",
    ])
    func systemParametersAreNeverUnknown(_ text: String) throws {
        try QueryParameters(text).allow([])
    }

    @Test(arguments: [
        ("labelz=1", "labelz"), ("pageSize=1&page_size=2", "page_size"), ("alt=xml", "alt"), ("a=%zz", "a"),
    ])
    func whatIsWrongIsNamed(_ text: String, _ field: String) {
        do throws(ServiceError) {
            try QueryParameters(text).allow(["page_size"])
            Issue.record("accepted")
        } catch {
            #expect(error.violations.first?.field == field)
        }
    }

    @Test(arguments: ["5", "5.5.s", "s", "1e3s", "\"", "\\"])
    func badDurationsAreRefused(_ text: String) throws {
        let query = try QueryParameters("timeout=\(text)")
        #expect(throws: ServiceError.self) { try query.duration("timeout") }
    }

    @Test func numbersAndFlagsAreChecked() throws {
        let query = try QueryParameters("pageSize=many&flag=yes&timeout=2.5s")
        #expect(throws: ServiceError.self) { try query.integer("page_size") }
        #expect(throws: ServiceError.self) { try query.flag("flag") }
        #expect(try query.duration("timeout") == .milliseconds(2_500))
    }
}
