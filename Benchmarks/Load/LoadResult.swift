/// What came of asking for a while.
struct LoadResult {
    let calls: Int
    let seconds: Double
    /// Of the thread that asks.
    let clientCPUSeconds: Double
    /// Of all other threads of this process: the server's, if it runs here and nothing else does.
    let otherCPUSeconds: Double

    var rate: Double { Double(calls) / seconds }
    var clientMicroseconds: Double { clientCPUSeconds / Double(calls) * 1e6 }
    var otherMicroseconds: Double { otherCPUSeconds / Double(calls) * 1e6 }
}

extension LoadResult {
    /// - Parameters:
    ///   - start: was read on the thread that asks, as must be now.
    init(calls: Int, since start: LoadClock) {
        let end = LoadClock()
        self.calls = calls
        seconds = (end.time - start.time) / .seconds(1)
        clientCPUSeconds = end.threadCPU - start.threadCPU
        otherCPUSeconds = end.processCPU - start.processCPU - clientCPUSeconds
    }
}
