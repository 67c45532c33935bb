#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Finds programs, so that a worker whose program is missing never takes any work.
public enum CommandSearch {
    /// True if `command` is a program: a path with a slash, or a name that is found in `path`.
    ///
    /// - Parameter path: directories separated by colons, as in `PATH`.
    public static func canRun(_ command: String, path: String) -> Bool {
        if command.contains("/") { return isProgram(command) }
        return path.split(separator: ":", omittingEmptySubsequences: false).contains { directory in
            isProgram((directory.isEmpty ? "." : directory) + "/" + command)
        }
    }

    private static func isProgram(_ file: String) -> Bool {
        var info = stat()
        return stat(file, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(file, X_OK) == 0
    }
}
