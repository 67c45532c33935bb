import Foundation

/// The time, and the CPU time of this thread and this process, in seconds.
struct LoadClock {
    let time = ContinuousClock.now
    let threadCPU = Self.read(CLOCK_THREAD_CPUTIME_ID)
    let processCPU = Self.read(CLOCK_PROCESS_CPUTIME_ID)

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
