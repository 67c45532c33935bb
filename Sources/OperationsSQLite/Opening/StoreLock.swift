#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Keeps a second server off the same database: an exclusive lock on a file beside it.
///
/// The kernel drops the lock with the process, however it ends. The database itself is not locked this way, because
/// closing any descriptor of that file would release SQLite's own locks.
final class StoreLock: Sendable {
    private let descriptor: Int32

    init(databasePath path: String) throws {
        let lockPath = path + ".lock"
        descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteStoreError.cannotOpen(path: path, reason: "its lock file: \(Self.reason(errno))")
        }
        // What throws from here on is followed by deinit, which closes the descriptor.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            guard code == EWOULDBLOCK else {
                throw SQLiteStoreError.cannotOpen(path: path, reason: "its lock file: \(Self.reason(code))")
            }
            throw SQLiteStoreError.inUse(path: path)
        }
    }

    deinit {
        // A process that is being started may hold a copy of the descriptor for a moment; closing ours would not do.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    /// The path without symbolic links, so that two ways to one file share one lock.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
