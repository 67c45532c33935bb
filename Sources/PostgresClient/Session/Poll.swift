#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Waits for sockets. Blocks its thread.
enum Poll {
    struct Readiness {
        var reading = false
        var writing = false
        /// The second file can be read.
        var woken = false
    }

    /// Waits until a socket can be read (or written, if asked for, or is broken) or the other file can be read; after
    /// the milliseconds nothing is ready. -1 waits for good.
    static func wait(_ socket: Int32, forWriting: Bool = false, or other: Int32 = -1, milliseconds: Int32) -> Readiness
    {
        let events = Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0)
        var files = [
            pollfd(fd: socket, events: events, revents: 0), pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        // A signal ends the wait early; whoever calls looks at its deadline and waits again.
        guard poll(&files, nfds_t(files.count), milliseconds) > 0 else { return Readiness() }
        // A broken socket counts as readable: reading tells what is wrong with it.
        return Readiness(
            reading: files[0].revents & ~Int16(POLLOUT) != 0, writing: files[0].revents & Int16(POLLOUT) != 0,
            woken: files[1].revents != 0)
    }
}
