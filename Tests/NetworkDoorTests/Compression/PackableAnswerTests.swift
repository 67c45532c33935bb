import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct PackableAnswerTests {
    private static func answer(
        _ bytes: Int = 1_024, status: Int = 200, type: String = "text/plain",
        others: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        let body = HTTPResponse.Body.bytes(ByteBuffer(repeating: 0x61, count: bytes))
        return HTTPResponse(status: status, fields: [("content-type", type)] + others, body: body)
    }

    @Test(arguments: [(0, false), (1_023, false), (1_024, true), (1_000_000, true)])
    func shortOnesAreNotWorthIt(_ bytes: Int, _ isWorth: Bool) {
        #expect(Self.answer(bytes).isWorthPacking == isWorth)
    }

    @Test(arguments: [(200, true), (400, true), (503, true), (204, false), (206, false), (304, false)])
    func partsAndAnswersWithoutABodyAreLeftAlone(_ status: Int, _ isWorth: Bool) {
        #expect(Self.answer(status: status).isWorthPacking == isWorth)
    }

    @Test func whatIsPackedOrTaggedIsLeftAlone() {
        #expect(!Self.answer(others: [("content-encoding", "br")]).isWorthPacking)
        #expect(!Self.answer(others: [("etag", "\"1\"")]).isWorthPacking)
        #expect(Self.answer(others: [("cache-control", "no-cache")]).isWorthPacking)
    }

    @Test func otherTypesAndStreamsAreLeftAlone() {
        #expect(!Self.answer(type: "image/png").isWorthPacking)
        let stream = HTTPResponse(status: 200, fields: [("content-type", "text/plain")], body: .stream { _ in })
        #expect(!stream.isWorthPacking)
    }

    @Test(arguments: [(16 * 1_024, true), (16 * 1_024 + 1, false)])
    func longOnesAreForAJob(_ bytes: Int, _ isPackedAtOnce: Bool) {
        #expect(Self.answer(bytes).isPackedAtOnce == isPackedAtOnce)
    }

    @Test func packingSaysSoAndKeepsLittle() throws {
        let packed = Self.answer(1_000_000).packed()
        #expect(packed.fields.last?.name == "content-encoding")
        #expect(packed.fields.last?.value == "gzip")
        guard case .bytes(let bytes) = packed.body else { return #expect(Bool(false), "it has no bytes") }
        #expect(bytes.storageCapacity < 20_000)
        #expect(try Gzip.decompress(bytes, limit: 1_000_000) == ByteBuffer(repeating: 0x61, count: 1_000_000))
    }

    @Test func whatWouldGrowStaysAsItIs() {
        var random = SeededRandom(1)
        let noise = ByteBuffer(bytes: random.bytes(5_000))
        let answer = HTTPResponse(status: 200, fields: [("content-type", "text/plain")], body: .bytes(noise)).packed()
        #expect(answer.fields.map(\.name) == ["content-type"])
        guard case .bytes(noise) = answer.body else { return #expect(Bool(false), "the body has changed") }
    }
}
