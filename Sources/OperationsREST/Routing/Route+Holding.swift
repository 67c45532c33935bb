extension Route {
    /// True for calls that may wait for minutes: for an end, or for work.
    var mayBeHeld: Bool {
        switch self {
        case .waitOperation, .lease: true
        default: false
        }
    }
}
