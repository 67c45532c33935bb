import Foundation
import OperationsTestKit
import Testing

@testable import OperationsCore

/// What scripts/fuzz has found worth keeping, tried again, and then with random changes.
@Suite struct FuzzReplayTests {
    static let corpus: [[UInt8]] = {
        let folder = Bundle.module.resourceURL?.appendingPathComponent("Corpus")
        let files = folder.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return (files ?? []).sorted { $0.path < $1.path }.compactMap { try? Data(contentsOf: $0) }.map { Array($0) }
    }()

    @Test func theCorpusIsHarmless() {
        #expect(Self.corpus.count > 100)
        for text in Self.corpus { FilterTrial.run(text) }
    }

    /// A crash ends the process: the seed printed last is the one.
    @Test(arguments: UInt64(1)...8)
    func neighboursOfTheCorpusAreHarmless(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            var text = Self.corpus.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.change(&text, &random) }
            FilterTrial.run(text)
        }
    }

    private static func change(_ text: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0...text.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text.insert(.random(in: 0...255, using: &random), at: place)
        case 1 where place < text.count: text.remove(at: place)
        case 2: text.removeSubrange(place...)
        default: text.insert(contentsOf: corpus.randomElement(using: &random) ?? [], at: place)
        }
    }

    /// Four times the text may take four times as long, and not sixteen times.
    @Test(arguments: [
        "((((", "a ", "a OR ", "NOT a ", "a=b", "a.", "\"a\"", "\\", "AND", "f(", "f(a,", "{\"a\":", "[", "a=(", "-",
        "ü",
        "metadata.a:a ", "'\\n",
    ])
    func timeGrowsWithTheLengthAlone(_ unit: String) {
        func time(_ bytes: Int) -> Duration {
            let text = String(repeating: unit, count: bytes / unit.utf8.count)
            return (0..<15).map { _ in ContinuousClock().measure { _ = try? Filter(text, now: filterNow) } }.min()
                ?? .zero
        }
        let short = time(4_000)
        let long = time(16_000)
        #expect(long < short * 10 + .microseconds(200), "\(short) for 4,000 bytes, \(long) for 16,000")
    }
}
