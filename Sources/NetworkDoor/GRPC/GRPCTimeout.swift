/// The value of `grpc-timeout`: up to eight digits and a unit.
enum GRPCTimeout {
    /// Nil if `text` is anything but 1–8 ASCII digits and one of `HMSmun`.
    ///
    /// Zero is let through: callers whose deadline has just passed send it.
    static func parse(_ text: some StringProtocol) -> Duration? {
        var amount: Int64 = 0
        var digits = 0
        var unit: UInt8?
        for byte in text.utf8 {
            guard unit == nil else { return nil }
            if case UInt8(ascii: "0")...UInt8(ascii: "9") = byte {
                digits += 1
                guard digits <= 8 else { return nil }
                amount = amount * 10 + Int64(byte - UInt8(ascii: "0"))
            } else {
                unit = byte
            }
        }
        guard digits > 0, let unit else { return nil }
        return duration(amount, unit)
    }

    /// Eight digits of hours are 3.6e11 seconds, so nothing here can overflow.
    private static func duration(_ amount: Int64, _ unit: UInt8) -> Duration? {
        switch unit {
        case UInt8(ascii: "H"): .seconds(amount * 3600)
        case UInt8(ascii: "M"): .seconds(amount * 60)
        case UInt8(ascii: "S"): .seconds(amount)
        case UInt8(ascii: "m"): .milliseconds(amount)
        case UInt8(ascii: "u"): .microseconds(amount)
        case UInt8(ascii: "n"): .nanoseconds(amount)
        default: nil
        }
    }
}
