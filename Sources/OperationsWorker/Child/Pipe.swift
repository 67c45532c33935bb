#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The two ends of a pipe, numbered from 10 on, so that none stands where a child's end is to stand, and closed in
/// programs that are started.
struct Pipe {
    let reading: Int32
    let writing: Int32

    /// Nil if the process has too many open files.
    init?() {
        var low: [Int32] = [-1, -1]
        guard pipe(&low) == 0 else { return nil }
        let reading = fcntl(low[0], F_DUPFD_CLOEXEC, 10)
        let writing = fcntl(low[1], F_DUPFD_CLOEXEC, 10)
        close(low[0])
        close(low[1])
        guard reading >= 0, writing >= 0 else {
            closeAll(reading, writing)
            return nil
        }
        self.reading = reading
        self.writing = writing
    }
}

func closeAll(_ files: Int32...) {
    for file in files where file >= 0 { close(file) }
}

/// Reads and writes at our own ends never block.
func makeNonblocking(_ file: Int32) {
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
}
