import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct OperationBinaryTests {
    /// The bytes written straight from a record are those of its message.
    @Test func bytesAndMessageSayTheSame() throws {
        for record in try WireSamples.all() {
            let read = try Google_Longrunning_Operation(
                serializedBytes: OperationBinary.bytes(record, WireSamples.binary))
            #expect(read == Google_Longrunning_Operation(record, as: WireSamples.binary))
        }
    }

    @Test func emptyPartsOfAnAnyAreLeftOut() throws {
        var record = try WireSamples.record()
        record.metadata = .binary(typeURL: "types.example.com/Nothing", bytes: [])
        let read = try Google_Longrunning_Operation(serializedBytes: OperationBinary.bytes(record, WireSamples.binary))
        #expect(read.metadata.typeURL == "types.example.com/Nothing" && read.metadata.value.isEmpty)
    }

    @Test(arguments: [0, 127, 128, 16_383, 16_384, 2_097_152])
    func lengthsOfEverySizeAreWritten(_ size: Int) throws {
        var record = try WireSamples.record()
        let bytes = [UInt8](repeating: 0xAB, count: size)
        record.metadata = .binary(typeURL: "types.example.com/Blob", bytes: bytes)
        let read = try Google_Longrunning_Operation(serializedBytes: OperationBinary.bytes(record, WireSamples.binary))
        #expect([UInt8](read.metadata.value) == bytes)
    }

    /// The Struct of conventional metadata, whatever of it is set.
    @Test func conventionalMetadataHoldsWhatIsSet() throws {
        var record = try WireSamples.record()
        record.metadata = nil
        record.attempt = 3
        record.labels = ["b": "2", "a": ""]
        record.progressPercent = 0
        record.statusMessage = "half"
        let read = try Google_Longrunning_Operation(serializedBytes: OperationBinary.bytes(record, WireSamples.binary))
        let fields = try Google_Protobuf_Struct(unpackingAny: read.metadata).fields
        #expect(fields["attempt"]?.numberValue == 3 && fields["progressPercent"]?.numberValue == 0)
        #expect(fields["labels"]?.structValue.fields.mapValues(\.stringValue) == ["b": "2", "a": ""])
        #expect(fields["statusMessage"]?.stringValue == "half")
        #expect(fields["createTime"]?.stringValue == TimestampText.rfc3339(record.createTime))
    }
}
