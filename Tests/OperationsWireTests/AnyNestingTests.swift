import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct AnyNestingTests {
    /// An `Any` in an `Any`, so many levels deep.
    private func nested(_ levels: Int) throws -> Google_Protobuf_Any {
        var any = Google_Protobuf_Any()
        any.typeURL = "t/google.protobuf.Empty"
        for _ in 0..<levels {
            var outer = Google_Protobuf_Any()
            outer.typeURL = "t/google.protobuf.Any"
            outer.value = try any.serializedBytes()
            any = outer
        }
        return any
    }

    @Test func deepNestingIsRefusedWithItsField() throws {
        let deep = try nested(5_000)
        do throws(ServiceError) {
            _ = try WireSamples.binary.payload(deep, field: "request")
            Issue.record("accepted")
        } catch {
            #expect(error.violations.first?.field == "request")
        }
        #expect(try WireSamples.binary.payload(nested(50), field: "request") != nil)
    }

    @Test func deepNestingThatIsStoredIsShownAsBytes() throws {
        var record = try WireSamples.record()
        let deep = try nested(5_000)
        record.metadata = .binary(typeURL: deep.typeURL, bytes: [UInt8](deep.value))
        let json = String(decoding: OperationJSON.bytes(record, WireSamples.json), as: UTF8.self)
        #expect(json.contains(#"{"@type":"t/google.protobuf.Any","value":"#))
        #expect(json.count(where: { $0 == "{" }) < 110)
    }

    @Test func aRequestThatWouldNotFitIsLeftOutOfTheRecord() throws {
        var record = try WireSamples.record()
        record.request = .binary(typeURL: "t/x.Y", bytes: Array(repeating: 1, count: 3_000_000))
        #expect(Longrun_V1_OperationRecord(record, as: WireSamples.binary).hasRequest)
        record.metadata = .binary(typeURL: "t/x.Y", bytes: Array(repeating: 1, count: 2_000_000))
        let message = Longrun_V1_OperationRecord(record, as: WireSamples.binary)
        #expect(!message.hasRequest && message.hasMetadata)
    }
}
