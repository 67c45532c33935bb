/// Cuts bytes that come in pieces into lines.
struct LineSplitter: Sendable {
    /// What goes beyond 8 KiB in one line is dropped.
    static let longestLine = 8_192

    private var line: [UInt8] = []

    /// The lines that these bytes complete, without their ends.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.longestLine {
                line.append(byte)
            }
        }
        return lines
    }

    /// The last line, if it lacks its end.
    mutating func finish() -> String? {
        guard !line.isEmpty else { return nil }
        defer { line = [] }
        return String(decoding: line, as: UTF8.self)
    }
}
