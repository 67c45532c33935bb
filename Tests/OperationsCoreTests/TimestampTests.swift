import OperationsCore
import Testing

@Suite struct TimestampTests {
    @Test func arithmeticSaturates() {
        #expect(Timestamp.maximum + .seconds(1) == .maximum)
        #expect(Timestamp.minimum + .seconds(-1) == .minimum)
        #expect(Timestamp.minimum + Limits.longestDuration + Limits.longestDuration == .maximum)
        #expect(Timestamp(microseconds: .max) == .maximum && Timestamp(microseconds: .min) == .minimum)
    }

    @Test func spansAreWholeMicroseconds() {
        #expect(Duration.nanoseconds(1_999).microseconds == 1)
        #expect(Duration.seconds(Int64.max).microseconds == .max)
        #expect(Duration.seconds(Int64.min).microseconds == .min)
        #expect(Timestamp(microseconds: 5).since(Timestamp(microseconds: 7)) == .microseconds(-2))
    }
}
