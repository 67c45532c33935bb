#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import Logging

/// Makes the server's loggers: text on a terminal, JSON otherwise, always on standard error.
enum ServerLogging {
    static func logger(label: String, configuration: ServerConfiguration) -> Logger {
        let isText =
            switch configuration.logFormat {
            case .text: true
            case .json: false
            case .automatic: isatty(STDERR_FILENO) == 1
            }
        var logger = Logger(label: label) { label -> any LogHandler in
            if isText { return StreamLogHandler.standardError(label: label) }
            return JSONLogHandler(label: label, write: write)
        }
        logger.logLevel = configuration.logLevel
        return logger
    }

    /// One call for each line, so that lines of several threads do not mix.
    @Sendable private static func write(_ line: String) {
        var line = line
        line.withUTF8 { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let slice = UnsafeBufferPointer(rebasing: rest)
                let count = unsafeWrite(slice)
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    private static func unsafeWrite(_ buffer: UnsafeBufferPointer<UInt8>) -> Int {
        #if canImport(Darwin)
        Darwin.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
        Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
        Musl.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        #endif
    }
}
