import OperationsCore
import OperationsTestKit
import Testing

@Suite struct RetryPolicyTests {
    @Test(arguments: zip(0...9 as ClosedRange<Int32>, [1, 1, 2, 4, 8, 16, 32, 60, 60, 60]))
    func theBoundDoublesUpToItsCeiling(_ tries: Int32, _ seconds: Int) {
        let policy = RetryPolicy()
        let almostOne = 1 - Double.ulpOfOne
        let pause = policy.backoff(afterTries: tries, jitter: almostOne)
        #expect(pause <= .seconds(seconds) && pause >= .seconds(seconds) - .microseconds(1))
        #expect(policy.backoff(afterTries: tries, jitter: 0) == .zero)
        #expect(policy.backoff(afterTries: tries, jitter: 0.5) == .milliseconds(seconds * 500))
    }

    @Test func anyPolicyGivesAPauseWithinItsBounds() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let policy = RetryPolicy(
                initialBackoff: .milliseconds(Int.random(in: 0...10_000, using: &random)),
                maxBackoff: .milliseconds(Int.random(in: 10_000...100_000, using: &random)),
                backoffMultiplier: Double.random(in: 1...1_000, using: &random))
            let tries = Int32.random(in: 0...100_000, using: &random)
            let pause = policy.backoff(afterTries: tries, jitter: Double.random(in: 0..<1, using: &random))
            #expect(pause >= .zero && pause <= policy.maxBackoff)
        }
    }

    @Test func noBackoffStaysNone() {
        let policy = RetryPolicy(initialBackoff: .zero, maxBackoff: .zero)
        #expect(policy.backoff(afterTries: 100_000, jitter: 0.9) == .zero)
    }

    @Test func theLongestBackoffDoesNotOverflow() {
        let policy = RetryPolicy(
            initialBackoff: Limits.longestDuration, maxBackoff: Limits.longestDuration, backoffMultiplier: 1_000)
        #expect(policy.backoff(afterTries: .max, jitter: 0.99) <= Limits.longestDuration)
    }
}
