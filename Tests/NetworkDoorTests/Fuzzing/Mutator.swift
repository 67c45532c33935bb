import NIOCore

/// Spoils recordings in ways that reach far: most of the connection stays as a real client would have it.
struct Mutator {
    private var random: SeededRandom

    init(_ random: SeededRandom) {
        self.random = random
    }

    mutating func mutated() -> [UInt8] {
        guard let recording = Recording.all.randomElement(using: &random) else { return [] }
        var bytes = recording.bytes
        for _ in 0..<random.number(0...5) {
            if recording.isHTTP2, random.number(0...1) == 0 {
                editFrames(&bytes)
            } else {
                edit(&bytes, recording)
            }
        }
        return bytes
    }

    private mutating func edit(_ bytes: inout [UInt8], _ recording: Recording) {
        guard !bytes.isEmpty else { return }
        switch random.number(0...7) {
        case 0: flipBits(&bytes)
        case 1: bytes.removeLast(random.number(0...bytes.count / 2))
        case 2: bytes.insert(contentsOf: bytes[range(bytes)], at: place(bytes))
        case 3: bytes.removeSubrange(range(bytes))
        case 4: bytes.insert(contentsOf: random.bytes(random.number(1...40)), at: place(bytes))
        case 5: splice(&bytes)
        case 6: editNumber(&bytes)
        default: flipBits(&bytes)
        }
    }

    private mutating func flipBits(_ bytes: inout [UInt8]) {
        for _ in 0..<random.number(1...4) { bytes[random.number(0...bytes.count - 1)] ^= 1 << random.number(0...7) }
    }

    private mutating func splice(_ bytes: inout [UInt8]) {
        guard let other = Recording.all.randomElement(using: &random), !other.bytes.isEmpty else { return }
        bytes.insert(contentsOf: other.bytes[range(other.bytes)], at: place(bytes))
    }

    /// Lengths of HTTP/1.1 are decimal or hexadecimal digits.
    private mutating func editNumber(_ bytes: inout [UInt8]) {
        let digits = bytes.indices.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0]) }
        guard let place = digits.randomElement(using: &random) else { return }
        let others = ["0", "9", "99999999999999999999", "-1", "ffffffff", " ", ""]
        bytes.replaceSubrange(place...place, with: Array((others.randomElement(using: &random) ?? "").utf8))
    }

    // MARK: Frames of HTTP/2

    private mutating func editFrames(_ bytes: inout [UInt8]) {
        var rest = ByteBuffer(bytes: bytes.dropFirst(HTTP2Client.preface.utf8.count))
        var frames: [Frame] = []
        while let frame = Frame(from: &rest) { frames.append(frame) }
        guard !frames.isEmpty else { return }
        let place = random.number(0...frames.count - 1)
        var tail = Array(rest.readableBytesView)
        switch random.number(0...7) {
        case 0: frames[place].kind = UInt8(random.number(0...12))
        case 1: frames[place].flags ^= 1 << random.number(0...7)
        case 2: frames[place].stream = [0, 1, 2, 3, 5, 0x7FFF_FFFF].randomElement(using: &random) ?? 0
        case 3: frames.swapAt(place, random.number(0...frames.count - 1))
        case 4: frames.insert(contentsOf: repeatElement(frames[place], count: random.number(1...200)), at: place)
        case 5: frames.insert(control(), at: place)
        case 6: frames.remove(at: place)
        default: tail += lengthEdited(frames[place])
        }
        bytes = Array(HTTP2Client.preface.utf8) + frames.flatMap(\.bytes) + tail
    }

    private mutating func control() -> Frame {
        let stream = random.number(0...8)
        let values = [0, 1, 65_535, 0x7FFF_FFFF, 0xFFFF_FFFF]
        let value = values.randomElement(using: &random) ?? 0
        switch random.number(0...4) {
        case 0: return .windowUpdate(stream, value)
        case 1: return .reset(stream, value)
        case 2: return .settings([(random.number(0...8), value)])
        case 3: return Frame(.goAway, payload: Frame.number(value) + Frame.number(0))
        default: return Frame(.continuation, flags: UInt8(random.number(0...5)), stream: stream)
        }
    }

    private mutating func lengthEdited(_ frame: Frame) -> [UInt8] {
        var bytes = frame.bytes
        bytes[random.number(0...2)] = UInt8(random.number(0...255))
        return bytes
    }

    // MARK: Places

    private mutating func place(_ bytes: [UInt8]) -> Int {
        random.number(0...bytes.count)
    }

    private mutating func range(_ bytes: [UInt8]) -> Range<Int> {
        let start = random.number(0...bytes.count - 1)
        return start..<min(bytes.count, start + random.number(1...200))
    }
}
