import OperationsCore
import OperationsTestKit
import Testing

@testable import OperationsPostgres

@Suite struct PostgresCodingTests {
    @Test func anyTextIsKept() {
        var random = SeededGenerator(seed: 7)
        let letters: [Character] = ["\0", "\\", "0", "a", "é", "🙂", "\n", "e\u{301}"]
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
                    letters.randomElement(using: &random)
                })
            let kept = KeptText.escape(text)
            #expect(!kept.utf8.contains(0))
            #expect(Array(KeptText.restore(kept).utf8) == Array(text.utf8), "seed 7")
        }
    }

    @Test func namesStayAsTheyAre() {
        let name = "projects/p-1._~()@+,=!/operations/a"
        #expect(KeptText.escape(name) == name)
    }

    @Test func payloadsComeBackAsTheyWere() throws {
        let payloads: [Payload] = [
            .empty, .binary(typeURL: "x\0y", bytes: [0, 255]), .binary(typeURL: "", bytes: []),
            Samples.json("{\"a\":\"\u{0}\"}"), .json(typeURL: "", text: ""),
        ]
        for payload in payloads { #expect(try PayloadColumn.decode(PayloadColumn.encode(payload)) == payload) }
        let list = try #require(PayloadColumn.encode(payloads))
        #expect(try PayloadColumn.decodeList(list) == payloads)
        #expect(PayloadColumn.encode([Payload]()) == nil)
    }

    /// Whatever stands in the database, reading it ends with an error at worst.
    @Test func brokenBytesAreRefused() throws {
        let whole = try #require(PayloadColumn.encode([Samples.payload(), Samples.json()]))
        for length in 1..<whole.count where length != 54 {
            _ = try? PayloadColumn.decodeList(Array(whole.prefix(length)))
        }
        for bytes in [[], [9], [0, 1], [0, 255, 255, 255, 255], [1, 2, 0, 0, 0, 65]] as [[UInt8]] {
            #expect(throws: UnreadableRow.self) { try PayloadColumn.decode(bytes) }
            if !bytes.isEmpty { #expect(throws: UnreadableRow.self) { try PayloadColumn.decodeList(bytes) } }
        }
        #expect(throws: UnreadableRow.self) { try LabelColumn.decode([1, 0, 0, 0]) }
        #expect(throws: UnreadableRow.self) { try CodeListColumn.decode("14,x") }
    }

    @Test func labelsComeBackAsTheyWere() throws {
        let labels = ["": "\\", "a\0": "\0", "é": "🙂"]
        #expect(try LabelColumn.decode(LabelColumn.encode(labels)) == labels)
        #expect(LabelColumn.encode([:]) == nil)
    }

    @Test func marksAreUniqueAndInOrder() {
        let early = CommitMark(at: Timestamp(microseconds: 1_735_689_600_000_000))
        let late = CommitMark(at: Timestamp(microseconds: 1_735_689_600_001_000))
        #expect(early.bytes.count == 16 && early.bytes.lexicographicallyPrecedes(late.bytes))
        #expect(early != CommitMark(at: Timestamp(microseconds: 1_735_689_600_000_000)))
        #expect(early.bytes[6] >> 4 == 7 && early.bytes[8] >> 6 == 2)
    }
}
