import NIOCore
import OperationsTestKit

/// The same numbers for the same seed. Tests take the seed as an argument, so that a failure names it.
struct SeededRandom: RandomNumberGenerator {
    static let seeds: ClosedRange<UInt64> = 1...40

    private var generator: SeededGenerator

    init(_ seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func next() -> UInt64 {
        generator.next()
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
