import NIOCore

/// The same numbers for the same seed (SplitMix64). Tests take the seed as an argument, so that a failure names it.
struct SeededRandom: RandomNumberGenerator {
    static let seeds: ClosedRange<UInt64> = 1...40

    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    /// `buffer` in pieces of one to `longest` bytes.
    mutating func cut(_ buffer: ByteBuffer, longest: Int) -> [ByteBuffer] {
        var rest = buffer
        var pieces: [ByteBuffer] = []
        while let piece = rest.readSlice(length: min(number(1...longest), rest.readableBytes)), piece.readableBytes > 0
        {
            pieces.append(piece)
        }
        return pieces
    }
}
