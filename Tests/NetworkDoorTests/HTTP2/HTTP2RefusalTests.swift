import NIOHPACK
import Testing

@testable import NetworkDoor

@Suite struct HTTP2RefusalTests {
    /// What is not even a call is refused with a status of HTTP and one of gRPC, in an answer that strict peers take:
    /// the client of these tests looks at the order of its fields.
    @Test(arguments: [
        ("POST", "application/grpc+json", "415"), ("POST", "text/plain", "415"), ("PUT", "application/grpc", "405"),
    ])
    func whatIsNoCallIsToldSo(_ method: String, _ type: String, _ status: String) throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            let fields: HPACKHeaders = [
                ":method": method, ":scheme": "http", ":path": "/test.Kinds/Now", ":authority": "test",
                "te": "trailers", "content-type": type,
            ]
            peer.send(try peer.headers(1, fields, ends: true))
            let answer = try peer.answer(1)
            #expect(answer.status == status)
            #expect(answer.grpcStatus == 3)
            #expect(answer.head?.contains(name: "grpc-message") == true)
            #expect(answer.isEnded)
        }
    }
}
