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
        #if canImport(Glibc)
        malloc_trim(0)
        #endif
    }
}
