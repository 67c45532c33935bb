import Foundation
import NIOCore
import Testing

@testable import NetworkDoor

/// Feeds spoiled recordings of real clients to a door whose clock, sockets and tasks are ours.
///
/// `DOOR_FUZZ_RUNS` says how many connections, `DOOR_FUZZ_SEED` the first seed; a failure names its seed.
@Suite struct FuzzTests {
    private static func setting(_ name: String, _ fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? fallback
    }

    @Test(arguments: Recording.all)
    func recordingsAreServed(_ recording: Recording) throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send(recording.bytes)
            var answer = peer.take()
            if recording.isHTTP2 {
                var kinds: [UInt8] = []
                while let frame = Frame(from: &answer) { kinds.append(frame.kind) }
                #expect(kinds.contains(Frame.Kind.headers.rawValue))
                #expect(!kinds.contains(Frame.Kind.goAway.rawValue))
            } else {
                #expect(String(buffer: answer).contains("HTTP/1.1 200"))
            }
        }
    }

    @Test func spoiledConnectionsDoNoHarm() throws {
        try #require(Recording.all.count > 10)
        let first = Self.setting("DOOR_FUZZ_SEED", 1)
        for seed in first..<first + Self.setting("DOOR_FUZZ_RUNS", 1_500) {
            try run(UInt64(seed))
        }
    }

    private func run(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        let kinds = EveryKind(
            parts: (count: 4, bytes: 512), largestAnswer: 2_000, disguises: Self.disguises(&random))
        let door = TestDoor(Self.limits, kinds)
        let peer = try door.connect()
        var mutator = Mutator(SeededRandom(random.next()))
        let bytes = ByteBuffer(bytes: mutator.mutated())
        var answered = 0
        for piece in random.cut(bytes, longest: [1, 10, 100, 10_000].randomElement(using: &random) ?? 1) {
            peer.send(piece)
            disturb(door, peer, &random)
            answered += peer.take().readableBytes
            #expect(peer.socket.unsentBytes < 200_000, "seed \(seed)")
        }
        if random.number(0...2) == 0 { peer.endInput() }
        door.kinds.answerHeld()
        if random.number(0...2) == 0 { door.advance(by: .seconds(random.number(1...400))) }
        answered += peer.take().readableBytes
        #expect(answered < 10_000 + 500 * bytes.readableBytes, "seed \(seed)")
        door.finish("seed \(seed)")
    }

    private static var limits: DoorLimits {
        var limits = DoorLimits()
        limits.maxRequestBytes = 20_000
        limits.maxAnswerBytes = 20_000
        limits.maxHeldBytesPerConnection = 100_000
        return limits
    }

    /// What the clients call is a method of any kind.
    private static func disguises(_ random: inout SeededRandom) -> [String: String] {
        let unary = ["Now", "Held", "Later", "Large"]
        let paths = ["/now", "/held", "/later", "/large", "/parts", "/broken", "/empty", "/unchanged", "/unknown"]
        return [
            "Now": unary.randomElement(using: &random), "Later": unary.randomElement(using: &random),
            "Echo": ["Echo", "Waits", "Parts"].randomElement(using: &random),
            "/now": paths.randomElement(using: &random), "/parts": paths.randomElement(using: &random),
        ].compactMapValues(\.self)
    }

    /// Time passes, the peer stops and starts to read, calls are answered.
    private func disturb(_ door: TestDoor, _ peer: TestConnection, _ random: inout SeededRandom) {
        switch random.number(0...60) {
        case 0: peer.hasRoom(for: 0)
        case 1: peer.hasRoom(for: random.number(0...1_000))
        case 2...5: peer.hasRoom(for: .max)
        case 6: door.kinds.answerHeld()
        case 7: door.kinds.gate.open()
        case 8: door.advance(by: .seconds(random.number(0...5)))
        default: break
        }
    }
}
