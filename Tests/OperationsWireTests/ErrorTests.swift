import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct ErrorTests {
    /// AIP-193: 3 to 63 characters, upper snake case, no underscore at the edges.
    @Test(arguments: ErrorReason.allCases)
    func reasonsAreSpelledAsTheAIPSays(_ reason: ErrorReason) {
        #expect(reason.rawValue.count <= 63)
        #expect(reason.rawValue.wholeMatch(of: /[A-Z][A-Z0-9_]+[A-Z0-9]/) != nil)
        #expect(reason.code != .ok)
    }

    @Test func everyErrorCarriesErrorInfoAndItsFields() throws {
        let error = ServiceError.invalid("lease_token", "Send the token.")
        let status = Google_Rpc_Status(error)
        #expect(status.code == 3 && status.message == error.message && status.details.count == 2)
        let info = try Google_Rpc_ErrorInfo(unpackingAny: status.details[0])
        #expect(
            info.reason == "INVALID_FIELD" && info.domain == "longrun.dev" && info.metadata["field"] == "lease_token")
        let bad = try Google_Rpc_BadRequest(unpackingAny: status.details[1])
        #expect(bad.fieldViolations.map(\.field) == ["lease_token"])
    }

    @Test func restSpellsFieldsInCamelCase() {
        let error = ServiceError.invalid("lease_token", "Send it.").within("requests[3]").withJSONFieldNames
        #expect(error.violations.first?.field == "requests[3].leaseToken")
        #expect(error.message == "Invalid value in field 'requests[3].leaseToken'. Send it.")
    }

    @Test(arguments: StatusCode.allCases)
    func codesAreThoseOfTheContract(_ code: StatusCode) {
        #expect(Google_Rpc_Code(rawValue: Int(code.rawValue)).map { "\($0)" } != nil)
        #expect((200...504).contains(code.httpStatus))
    }
}
