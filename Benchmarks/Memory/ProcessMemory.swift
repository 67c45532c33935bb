import Foundation

/// Resident memory, as Linux tells it.
enum ProcessMemory {
    /// - Parameter process: an id, or `self`.
    static func resident(_ process: String = "self") throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { throw BenchmarkFault("no statm of \(process)") }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Gives back to the system what malloc keeps for later.
    static func trim() {
        // Swift's Glibc module does not show it, and other C libraries do not have it.
        guard let function = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(function, to: (@convention(c) (Int) -> Int32).self)(0)
    }
}
