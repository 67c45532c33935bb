import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct RequestJSONTests {
    private func decode(_ json: String) throws(ServiceError) -> Longrun_V1_StartOperationRequest {
        try RequestJSON.decode(from: Array(json.utf8))
    }

    private func start(_ json: String) throws(ServiceError) -> StartRequest {
        try StartRequest(try decode(json), from: WireSamples.json, defaults: RetryPolicy())
    }

    private func violation(_ json: String) -> String? {
        do {
            _ = try start(json)
            return nil
        } catch {
            return error.code == .invalidArgument ? error.violations.first?.field : "not INVALID_ARGUMENT"
        }
    }

    @Test func bothSpellingsOfNamesAreRead() throws {
        #expect(try decode(#"{"requestId":"a"}"#) == decode(#"{"request_id":"a"}"#))
        #expect(try decode("  \n") == Longrun_V1_StartOperationRequest())
    }

    @Test(arguments: [
        (#"{"queue":"a","queue":"b"}"#, "queue"),
        (#"{"queue":"a","que\u0075e":"b"}"#, "queue"),
        (#"{"labels":{"k":"1","k":"2"}}"#, "labels.k"),
        (#"{"labelz":{}}"#, "labelz"),
        (#"{"retryPolicy":{"max":1}}"#, "retryPolicy.max"),
        (#"{"attemptTimeout":"5"}"#, "attemptTimeout"),
        (#"{"attemptTimeout":"1e3s"}"#, "attemptTimeout"),
        (#"{"ttl":"315576000001s"}"#, "ttl"),
        (#"{"deadline":"2018-03-28"}"#, "deadline"),
        (#"{"priority":2147483648}"#, "priority"),
        (#"{"priority":1.5}"#, "priority"),
        (#"{"request":{"type":"types.example.com/unknown"}}"#, "request"),
        (#"{"request":{"@type":"unknown"}}"#, "request"),
        (#"{"request":{"@type":"t/google.rpc.ErrorInfo","metadata":{"a":1}}}"#, "request.metadata.a"),
        (#"{"request":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"x"}}"#, "request.value"),
        (#"{"retryPolicy":{"retryableCodes":["OK"]}}"#, "retry_policy.retryable_codes[0]"),
        (#"{"parent":"projects"}"#, "parent"),
        (#"{"queue":"a""#, ""),
        (#"{"queue":"a"} x"#, ""),
        (#"{"queue":"a",}"#, ""),
        (#"["queue"]"#, ""),
        ("{\"queue\":\"a\u{1}\"}", "queue"),
        ("nonsense", ""),
    ])
    func badJSONNamesItsField(_ json: String, _ field: String) {
        #expect(violation(json) == field)
    }

    @Test func deepNestingAndBadUTF8AreRefused() {
        let deep = #"{"labels":"# + String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000) + "}"
        #expect(violation(deep) != nil)
        #expect(throws: ServiceError.self) {
            let _: Longrun_V1_StartOperationRequest = try RequestJSON.decode(from: [0x7B, 0x22, 0xFF, 0x22, 0x7D])
        }
    }

    @Test func emptyMayHaveAValue() throws {
        let plain = try start(#"{"request":{"@type":"type.googleapis.com/google.protobuf.Empty"}}"#)
        let valued = try start(#"{"request":{"@type":"type.googleapis.com/google.protobuf.Empty","value":{}}}"#)
        #expect(plain.request == .empty && valued.request == .empty)
        #expect(violation(#"{"request":{"@type":"type.googleapis.com/google.protobuf.Empty","x":1}}"#) == "request.x")
    }

    @Test func mapsInPayloadsAreEncodedDeterministically() throws {
        let json =
            #"{"request":{"@type":"type.googleapis.com/google.protobuf.Struct","value":{"a":1,"b":2,"c":3,"d":4}}}"#
        let first = try start(json)
        for _ in 0..<20 { #expect(try start(json) == first) }
    }

    @Test func absentRetryFieldsTakeTheirDefaults() throws {
        let policy = try start(#"{"retryPolicy":{"maxAttempts":2,"initialBackoff":"0s"}}"#).retryPolicy
        #expect(policy == RetryPolicy(maxAttempts: 2, initialBackoff: .zero))
    }
}
