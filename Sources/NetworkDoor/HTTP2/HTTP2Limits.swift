import NIOCore
import NIOHTTP2

/// The limits that the library keeps for us.
extension NIOHTTP2Handler.ConnectionConfiguration {
    init(_ limits: DoorLimits) {
        self.init()
        initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.maxConcurrentStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.maxHeaderBytes),
            HTTP2Setting(parameter: .initialWindowSize, value: limits.streamWindow),
        ]
        // ``HeaderRules`` and ``StreamState`` do both, in passing.
        headerBlockValidation = .disabled
        contentLengthValidation = .disabled
        maximumSequentialEmptyDataFrames = limits.emptyFramesInARow
        maximumBufferedControlFrames = 4_096
        controlFrameRateLimit.maximumCount = limits.controlFramesPerSecond
        controlFrameRateLimit.windowLength = .seconds(1)
        maximumRecentlyResetStreams = 256
        maximumConnectionGlitches = .max
    }
}

extension NIOHTTP2Handler.StreamConfiguration {
    init(_ limits: DoorLimits) {
        self.init()
        streamResetFrameRateLimit.maximumCount = limits.resetsPerSecond
        streamResetFrameRateLimit.windowLength = .seconds(1)
        streamErrorRateLimit.maximumCount = limits.streamErrorsPerSecond
        streamErrorRateLimit.windowLength = .seconds(1)
    }
}
