import Testing

@testable import NetworkDoor

@Suite struct GRPCTimeoutTests {
    @Test(arguments: [
        ("1H", Duration.seconds(3600)), ("2M", .seconds(120)), ("3S", .seconds(3)), ("4m", .milliseconds(4)),
        ("5u", .microseconds(5)), ("6n", .nanoseconds(6)), ("0n", .zero), ("00000001S", .seconds(1)),
        ("99999999H", .seconds(359_999_996_400)), ("99999999n", .nanoseconds(99_999_999)),
    ])
    func reads(_ text: String, as duration: Duration) {
        #expect(GRPCTimeout.parse(text) == duration)
        #expect(GRPCTimeout.parse("x\(text)".dropFirst()) == duration)
    }

    @Test(arguments: [
        "", "S", "1", "12345678", "123456789S", "000000001S", "1s", "1h", "1X", "1SS", "1S1", "-1S", "+1S", " 1S",
        "1 S", "1S ", "1.5S", "1é", "1S\u{301}", "\u{661}S", "１S", "99999999999999999999S",
    ])
    func refuses(_ text: String) {
        #expect(GRPCTimeout.parse(text) == nil)
    }
}
