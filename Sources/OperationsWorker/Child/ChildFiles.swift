#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Our ends of a child's pipes, and a pipe by which the pump is woken; -1 where there is none.
struct ChildFiles: Hashable, Sendable {
    var input: Int32 = -1
    var output: Int32 = -1
    var errors: Int32 = -1
    var progress: Int32 = -1
    var wakeReading: Int32 = -1
    var wakeWriting: Int32 = -1

    var ours: [Int32] {
        [input, output, errors, progress, wakeReading, wakeWriting].filter { $0 >= 0 }
    }

    func wake() {
        var byte: UInt8 = 0
        _ = write(wakeWriting, &byte, 1)
    }

    func closeWake() {
        closeAll(wakeReading, wakeWriting)
    }
}
