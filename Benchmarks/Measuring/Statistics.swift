/// What is said of many measurements.
enum Statistics {
    static func median(_ values: [Double]) -> Double {
        percentile(0.5, values) ?? .nan
    }

    static func median(_ values: [Duration]) -> Duration {
        percentile(0.5, values) ?? .zero
    }

    /// The smallest value that is not exceeded by that part of them; nil when there are none.
    static func percentile<Value: Comparable>(_ part: Double, _ values: [Value]) -> Value? {
        let sorted = values.sorted()
        let rank = Int((part * Double(sorted.count)).rounded(.up)) - 1
        return sorted.isEmpty ? nil : sorted[min(max(rank, 0), sorted.count - 1)]
    }
}
