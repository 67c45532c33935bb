import Testing

@testable import NetworkDoor

@Suite struct HTTP2ExchangeTests {
    @Test(arguments: ["Now", "Later", "Echo"])
    func aCallIsAnswered(_ method: String) throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, method)
            let answer = try peer.answer(1)
            #expect(answer.status == "200")
            #expect(answer.messages == [Array("hello".utf8)])
            #expect(answer.grpcStatus == 0)
            #expect(answer.isEnded)
        }
    }
}
