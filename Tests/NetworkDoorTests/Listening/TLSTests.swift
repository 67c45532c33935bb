import NIOCore
import Testing

@testable import NetworkDoor

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    @Test func whatBothHaveAgreedOnIsSpoken() async throws {
        try await withListeningDoor(tls: try Certificates.door()) { door in
            let http2 = try await SocketPeer.connect(to: door.place, tls: Certificates.client(speaks: ["h2"]))
            #expect(try await http2.getHTTP2("/large?3") == "aaa")
            await http2.close()
            let http1 = try await SocketPeer.connect(to: door.place, tls: Certificates.client(speaks: ["http/1.1"]))
            #expect(try await http1.get("/large?3") == "aaa")
            let either = try await SocketPeer.connect(
                to: door.place, tls: Certificates.client(speaks: ["http/1.1", "h2"]))
            #expect(try await either.getHTTP2("/large?3") == "aaa")
            await either.close()
        }
    }

    @Test func withoutAnAgreementTheFirstBytesDecide() async throws {
        try await withListeningDoor(tls: try Certificates.door()) { door in
            let http2 = try await SocketPeer.connect(to: door.place, tls: Certificates.client())
            #expect(try await http2.getHTTP2("/large?3") == "aaa")
            await http2.close()
            let http1 = try await SocketPeer.connect(to: door.place, tls: Certificates.client())
            #expect(try await http1.get("/large?3") == "aaa")
        }
    }

    @Test func aLargeAnswerArrivesWhole() async throws {
        try await withListeningDoor(tls: try Certificates.door()) { door in
            let peer = try await SocketPeer.connect(to: door.place, tls: Certificates.client())
            #expect(try await peer.get("/large?5000000").utf8.count == 5_000_000)
        }
    }

    @Test(arguments: [["h2"], []])
    func theCertificateOfThePeerIsKnownToTheCall(_ protocols: [String]) async throws {
        try await withListeningDoor(tls: try Certificates.door(asksPeers: true)) { door in
            let peer = try await SocketPeer.connect(
                to: door.place, tls: Certificates.client("peer", speaks: protocols))
            let name = try await protocols.isEmpty ? peer.get("/who") : peer.getHTTP2("/who")
            #expect(name.contains("common_name=peer"))
            await peer.close()
        }
    }

    @Test func aPeerWithoutACertificateIsNotAskedForOneByDefault() async throws {
        try await withListeningDoor(tls: try Certificates.door()) { door in
            let peer = try await SocketPeer.connect(to: door.place, tls: Certificates.client("peer"))
            #expect(try await peer.get("/who") == "nobody")
        }
    }

    @Test func aPeerWithoutACertificateIsTurnedAwayWhereOneIsAsked() async throws {
        try await withListeningDoor(tls: try Certificates.door(asksPeers: true)) { door in
            let peer = try await SocketPeer.connect(to: door.place, tls: Certificates.client())
            try? await peer.send("GET /who HTTP/1.1\r\nhost: test\r\n\r\n")
            #expect(await peer.read().readableBytes == 0)
            let other = try await SocketPeer.connect(to: door.place, tls: Certificates.client("peer"))
            #expect(try await other.get("/who") != "")
        }
    }

    @Test func aPlainPeerIsTurnedAway() async throws {
        try await withListeningDoor(tls: try Certificates.door()) { door in
            let peer = try await SocketPeer.connect(to: door.place)
            try await peer.send("GET /who HTTP/1.1\r\nhost: test\r\n\r\n")
            let answer = await peer.read()
            #expect(!String(buffer: answer).contains("HTTP"))
        }
    }

    /// `headTime`
    @Test func aHandshakeThatDoesNotComeIsNotWaitedFor() async throws {
        var limits = DoorLimits()
        limits.headTime = .milliseconds(100)
        try await withListeningDoor(tls: try Certificates.door(), limits: limits) { door in
            let peer = try await SocketPeer.connect(to: door.place)
            #expect(await peer.read().readableBytes == 0)
        }
    }
}
