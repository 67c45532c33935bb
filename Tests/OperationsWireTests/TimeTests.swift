import OperationsCore
import OperationsWire
import SwiftProtobuf
import Testing

@Suite struct WireTimeTests {
    /// Our formatter against SwiftProtobuf's, over the whole range.
    @Test func timestampsAreSpelledAsProtoJSONDoes() throws {
        var micros: [Int64] = [
            0, -1, 1, 1_000, 999_999, 1_735_689_600_123_000, 951_782_400_000_000, 4_107_542_400_000_000,
        ]
        micros += [Timestamp.minimum.microseconds, Timestamp.maximum.microseconds]
        micros += (0..<2_000).map { _ in
            Int64.random(in: Timestamp.minimum.microseconds...Timestamp.maximum.microseconds)
        }
        for value in micros {
            let time = Timestamp(microseconds: value)
            #expect(try "\"\(TimestampText.rfc3339(time))\"" == Google_Protobuf_Timestamp(time).jsonString())
            #expect(try Timestamp(Google_Protobuf_Timestamp(time), field: "t") == time)
        }
    }

    @Test(arguments: [(315_576_000_001, 0), (1, -1), (-1, 1), (0, 1_000_000_000)] as [(Int64, Int32)])
    func durationsOutOfRangeAreRefused(_ seconds: Int64, _ nanos: Int32) {
        #expect(throws: ServiceError.self) {
            try Duration(Google_Protobuf_Duration(seconds: seconds, nanos: nanos), field: "d")
        }
    }

    @Test func durationsComeBack() throws {
        for span in [Duration.zero, .milliseconds(1_500), .milliseconds(-1_500), .seconds(315_576_000_000)] {
            #expect(try Duration(Google_Protobuf_Duration(span), field: "d") == span)
        }
    }
}
