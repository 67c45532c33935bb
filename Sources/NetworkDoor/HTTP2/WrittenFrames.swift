import NIOHTTP2

/// Watches the frames that the library writes: after a GOAWAY with an error the connection must be closed, and each
/// DATA frame shows that the peer takes something.
///
/// The library reports errors of a stream and of the connection alike; this tells them apart.
final class WrittenFrames: NIOHTTP2FrameDelegate {
    private(set) var sawErrorGoAway = false
    private(set) var dataFrames = 0

    func wroteFrame(_ frame: HTTP2Frame) {
        switch frame.payload {
        case .data: dataFrames &+= 1
        case .goAway(_, let code, _) where code != .noError: sawErrorGoAway = true
        default: break
        }
    }
}
