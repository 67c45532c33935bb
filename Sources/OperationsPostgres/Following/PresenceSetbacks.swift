/// How often in a row presence could not be shown, and when to try again.
struct PresenceSetbacks: Hashable, Sendable {
    private static let longestPause = Duration.seconds(30)
    private static let mostDoublings = 5

    private var count = 0

    /// True when it is not only a connection that broke, and the rest of the store works.
    var isToBeTold: Bool { count > 1 }

    /// Before the next try: 1 s, then twice as long each time up to 30 s.
    var pause: Duration {
        min(.seconds(1 << min(max(count - 1, 0), Self.mostDoublings)), Self.longestPause)
    }

    mutating func didFail(restWorks: Bool) {
        count = restWorks ? min(count + 1, Self.mostDoublings + 1) : 0
    }

    mutating func didShow() {
        count = 0
    }
}
