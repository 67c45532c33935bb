import Foundation
import Synchronization

/// This program once more, as a probe, and what it says.
final class ChildProcess: Sendable {
    /// Word and value of each line, in order; ends with the process.
    let lines: AsyncStream<(word: String, value: String)>
    let id: Int32

    init(_ probe: Probe) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [Probe.flag, probe.rawValue]
        let pipe = Pipe()
        process.standardOutput = pipe
        let (lines, continuation) = AsyncStream<(word: String, value: String)>.makeStream()
        self.lines = lines
        let rest = Mutex(Data())
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return continuation.finish()
            }
            for line in rest.withLock({ Self.takeLines(data, &$0) }) { continuation.yield(line) }
        }
        try process.run()
        id = process.processIdentifier
    }

    func end() {
        kill(id, SIGTERM)
    }

    private static func takeLines(_ data: Data, _ rest: inout Data) -> [(word: String, value: String)] {
        rest.append(data)
        var lines: [(word: String, value: String)] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ", maxSplits: 1)
            rest = Data(rest[rest.index(after: end)...])
            if words.count == 2 { lines.append((String(words[0]), String(words[1]))) }
        }
        return lines
    }
}
