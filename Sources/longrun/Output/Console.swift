#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes to standard output and standard error, unbuffered: whoever reads a pipe sees each line at once.
enum Console {
    static func print(_ text: String, terminator: String = "\n") {
        write(text + terminator, to: 1)
    }

    static func printError(_ text: String, terminator: String = "\n") {
        write(text + terminator, to: 2)
    }

    static var errorsAreTerminal: Bool { isatty(2) != 0 }
    static var outputIsTerminal: Bool { isatty(1) != 0 }

    /// True if the terminal's keys send their signals to this process too.
    static var isInForeground: Bool {
        (0...2).contains { isatty($0) != 0 && tcgetpgrp($0) == getpgrp() }
    }

    /// The width of the terminal behind standard error, in columns; 80 if it does not say.
    static var width: Int {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to file: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { posixWrite(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest.removeFirst(count)
            } else if errno == EAGAIN {
                var polled = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                poll(&polled, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}

private func posixWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
