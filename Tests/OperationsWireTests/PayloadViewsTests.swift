import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

/// What filters see of payloads.
@Suite struct PayloadViewsTests {
    private let now = Timestamp(microseconds: 1_772_323_200_000_000)

    private func keeps(_ filter: String, _ change: (inout OperationRecord) -> Void) throws -> Bool {
        var record = OperationRecord(
            name: OperationName(stored: "operations/a"), queue: "reports", createTime: now, timeToLive: .seconds(1))
        record.labels = ["env": "prod"]
        change(&record)
        return try Filter(filter, now: now).records(reading: PayloadTypes.shared).keeps(record)
    }

    private func binary(_ message: some Message) throws -> Payload {
        let any = try Google_Protobuf_Any(message: message)
        return .binary(typeURL: any.typeURL, bytes: [UInt8](any.value))
    }

    @Test(arguments: [
        "metadata.state = PENDING", "metadata.queue = reports", "metadata.createTime = \"2026-03-01T00:00:00Z\"",
        "metadata.create_time <= ago(0s)", "metadata.labels.env = prod", "metadata.value.state = PENDING",
        "metadata.@type = type.googleapis.com/google.protobuf.Struct", "NOT metadata.endTime:*",
    ])
    func conventionalMetadataIsSeenAsItIsShown(_ filter: String) throws {
        #expect(try keeps(filter) { _ in })
    }

    @Test func describedMessagesAreSeenByTheirFields() throws {
        let status = Google_Rpc_Status.with {
            $0.code = 5
            $0.message = "gone"
        }
        let payload = try binary(status)
        #expect(try keeps("metadata.code = 5 AND metadata.message:on") { $0.metadata = payload })
        #expect(try !keeps("metadata.code != 5") { $0.metadata = payload })
        let record = Longrun_V1_OperationRecord.with {
            $0.name = "x"
            $0.workerID = "w"
            $0.progressPercent = 7
        }
        let other = try binary(record)
        #expect(try keeps("metadata.worker_id = w AND metadata.progressPercent < 8") { $0.metadata = other })
    }

    @Test func typesWithAJSONOfTheirOwnAreSeenUnderValueAndBare() throws {
        let members = try binary(Google_Protobuf_Struct(fields: ["step": "load", "value": 3]))
        #expect(try keeps("metadata.step = load AND metadata.value.step = load") { $0.metadata = members })
        #expect(try keeps("metadata.value = 3") { $0.metadata = members })
        let text = try binary(Google_Protobuf_StringValue("hello"))
        #expect(try keeps("metadata.value = hello") { $0.metadata = text })
        let time = try binary(Google_Protobuf_Timestamp(seconds: 1_772_323_200, nanos: 0))
        #expect(try keeps("metadata.value = 2026-03-01T01:00:00+01:00") { $0.metadata = time })
        let list = try binary(Google_Protobuf_ListValue(values: ["a", "b"]))
        #expect(try keeps("metadata.value:a AND NOT metadata.value:c") { $0.metadata = list })
    }

    @Test func whatIsNotUnderstoodHasATypeAndNoFields() throws {
        for payload in [
            Payload.binary(typeURL: "type.googleapis.com/test.Unknown", bytes: [1, 2, 3]),
            .binary(typeURL: "type.googleapis.com/google.rpc.Status", bytes: [255]),
            .json(typeURL: "type.googleapis.com/test.Unknown", text: "[1"),
        ] {
            #expect(try keeps("metadata.@type:googleapis AND metadata:*") { $0.metadata = payload })
            #expect(try !keeps("metadata.code = 5 OR metadata.code != 5 OR metadata.code:*") { $0.metadata = payload })
        }
    }

    @Test func errorDetailsAreSeenWithTheirTypes() throws {
        let info = Google_Rpc_ErrorInfo.with { $0.reason = "QUOTA" }
        let payload = try binary(info)
        #expect(
            try keeps("error.details.reason:QUOTA AND error.details.@type:ErrorInfo") {
                $0.state = .failed
                $0.result = .error(Status(code: .resourceExhausted, message: "", details: [payload]))
            })
    }
}
