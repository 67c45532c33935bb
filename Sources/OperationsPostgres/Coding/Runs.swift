/// Runs of bytes, each behind its length (little-endian, 4 bytes).
struct RunWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    mutating func run(_ run: some Collection<UInt8>) {
        withUnsafeBytes(of: UInt32(clamping: run.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: run)
    }

    mutating func text(_ text: String) {
        run(text.utf8)
    }

    mutating func texts(_ texts: [String]) {
        count(texts.count)
        for text in texts { self.text(text) }
    }

    mutating func count(_ count: Int) {
        withUnsafeBytes(of: UInt32(clamping: count).littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// What goes to the end needs no length.
    mutating func rest(_ rest: some Collection<UInt8>) {
        bytes.append(contentsOf: rest)
    }
}

/// Takes apart what a ``RunWriter`` wrote.
struct RunReader {
    private(set) var rest: ArraySlice<UInt8>
    /// What is read, for the error.
    private let what: String

    init(_ bytes: [UInt8], what: String) {
        rest = bytes[...]
        self.what = what
    }

    var unreadable: UnreadableRow { UnreadableRow(what: what) }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws -> UInt8 {
        guard let byte = rest.popFirst() else { throw unreadable }
        return byte
    }

    mutating func count() throws -> Int {
        guard rest.count >= 4 else { throw unreadable }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func run() throws -> ArraySlice<UInt8> {
        let length = try count()
        guard rest.count >= length else { throw unreadable }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }

    mutating func text() throws -> String {
        String(decoding: try run(), as: UTF8.self)
    }

    mutating func texts() throws -> [String] {
        // Not mapped over the count: a wrong one must not reserve room.
        var texts: [String] = []
        for _ in 0..<(try count()) { texts.append(try text()) }
        return texts
    }
}
