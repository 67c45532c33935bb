import Testing

@testable import NetworkDoor

@Suite struct ProtocolChoiceTests {
    @Test func thePrefaceIsHTTP2() {
        let preface = Array(HTTP2Client.preface.utf8)
        for count in 0..<preface.count { #expect(ProtocolChoice.verdict(preface.prefix(count)) == .undecided) }
        #expect(ProtocolChoice.verdict(preface) == .http2)
        #expect(ProtocolChoice.verdict(preface + [0, 0, 0, 4]) == .http2)
    }

    @Test(arguments: ["GET / HTTP/1.1\r\n", "PRI * HTTP/1.1", "PRX", "POST", "\0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\r"])
    func anythingElseIsHTTP1(_ text: String) {
        #expect(ProtocolChoice.verdict(text.utf8) == .http1)
    }
}
