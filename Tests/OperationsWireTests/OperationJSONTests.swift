import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct OperationJSONTests {
    @Test func aRunningOperationHasNoDoneKey() throws {
        let json = String(decoding: OperationJSON.bytes(try WireSamples.record(), WireSamples.json), as: UTF8.self)
        #expect(
            json == """
                {"name":"projects/p/locations/l/operations/x","metadata":\
                {"@type":"type.googleapis.com/google.protobuf.Struct","value":\
                {"createTime":"2025-01-01T00:00:00.123456Z","queue":"q","state":"PENDING",\
                "updateTime":"2025-01-01T00:00:00.123456Z"}}}
                """)
    }

    /// What a generated client reads from REST is what it would have read from gRPC, for every known type.
    @Test func jsonAndMessageSayTheSame() throws {
        for record in try WireSamples.all() where record.metadata == nil {
            let message = Google_Longrunning_Operation(record, as: WireSamples.binary)
            let direct = OperationJSON.bytes(record, WireSamples.json)
            #expect(try JSONObject(direct) == JSONObject(MessageJSON.bytes(message)))
            if record.error?.details.isEmpty ?? true {
                let read = try Google_Longrunning_Operation(jsonUTF8Bytes: direct)
                #expect(try JSONObject(read.jsonUTF8Bytes()) == JSONObject(direct))
            }
        }
    }

    @Test func unknownTypesAndBrokenBytesFallBackToBase64() throws {
        let records = try WireSamples.all()
        let page = String(
            decoding: OperationJSON.bytes(Page(items: records, nextPageToken: "t"), WireSamples.json), as: UTF8.self)
        #expect(page.contains(#""metadata":{"@type":"types.example.com/no.such.Type","value":"/wAB"}"#))
        #expect(page.contains(#""response":{"@type":"type.googleapis.com/google.rpc.ErrorInfo","value":"/w=="}"#))
        #expect(page.contains(#"{"@type":"types.example.com/Odd","value":"AQ=="}"#))
        #expect(page.contains(#""nextPageToken":"t""#))
        let answer = Page(items: records, nextPageToken: "t")
        for list in [
            MessageJSON.bytes(Google_Longrunning_ListOperationsResponse(answer, as: WireSamples.binary)),
            MessageJSON.answer(Google_Longrunning_ListOperationsResponse(answer, as: WireSamples.json)),
        ] {
            #expect(try JSONObject(list) == JSONObject(Array(page.utf8)))
        }
    }

    @Test func anEmptyPageIsAnEmptyObject() {
        #expect(
            OperationJSON.bytes(Page<OperationRecord>(items: [], nextPageToken: ""), WireSamples.json)
                == Array("{}".utf8))
    }

    @Test func metadataBytesDoNotChangeWhileNothingChanged() throws {
        for record in try WireSamples.all() {
            let first = Google_Longrunning_Operation(record, as: WireSamples.binary).metadata
            #expect(Google_Longrunning_Operation(record, as: WireSamples.binary).metadata == first)
            if record.metadata == nil {
                let fields = try Google_Protobuf_Struct(unpackingAny: first).fields
                #expect(fields["state"]?.stringValue == record.state.rawValue)
            }
        }
    }

    @Test func noLeaseTokenIsEverShown() throws {
        for record in try WireSamples.all() {
            for json in [
                OperationJSON.bytes(record, WireSamples.json),
                MessageJSON.bytes(Longrun_V1_OperationRecord(record, as: WireSamples.binary)),
            ] {
                #expect(!String(decoding: json, as: UTF8.self).contains("SECRET"))
            }
        }
    }

    @Test func reasonsOfTheServerTravelAsErrorInfo() throws {
        let failed = try #require(try WireSamples.all().last)
        let details = Google_Longrunning_Operation(failed, as: WireSamples.binary).error.details
        let info = try Google_Rpc_ErrorInfo(unpackingAny: try #require(details.last))
        #expect(info.reason == "LEASE_EXPIRED" && info.domain == "longrun.dev")
    }
}

extension OperationRecord {
    fileprivate var error: Status? {
        if case .error(let status) = result { status } else { nil }
    }
}

/// JSON compared by value: the order of keys is free, and numbers are numbers.
struct JSONObject: Equatable {
    private let value: Google_Protobuf_Value

    init(_ bytes: [UInt8]) throws {
        value = try Google_Protobuf_Value(jsonUTF8Bytes: bytes)
    }
}
