import OperationsCore

/// By what a transaction can be asked for afterwards: a UUID of version 7, so that marks that are made together lie
/// together.
struct CommitMark: Hashable, Sendable {
    let bytes: [UInt8]

    init(at time: Timestamp) {
        let milliseconds = UInt64(clamping: time.microseconds / 1_000)
        var random = SystemRandomNumberGenerator()
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64($0))) }
        bytes += (0..<10).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.bytes = bytes
    }
}
