import NIOHPACK
import Testing

@testable import NetworkDoor

@Suite struct HTTP2BadPeerTests {
    private static let protocolError = 1
    private static let flowControlError = 3
    private static let frameSizeError = 6

    @Test(arguments: [
        (Frame(.data, stream: 1, payload: [1]), [protocolError]),
        (Frame(.windowUpdate, payload: Frame.number(0)), [protocolError]),
        (Frame.windowUpdate(0, 0x7FFF_FFFF), [flowControlError]),
        (Frame(.ping, payload: [1]), [frameSizeError]),
        (Frame(.settings, payload: [1]), [frameSizeError]),
        (Frame(.headers, flags: 5, stream: 2, payload: [0x82]), [protocolError]),
        (Frame(.headers, flags: 5, stream: 1, payload: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), [9, protocolError]),
        (Frame(.push, flags: 4, stream: 1, payload: Frame.number(2)), [protocolError]),
    ])
    func whatBreaksTheProtocolEndsTheConnection(_ frame: Frame, _ codes: [Int]) throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1001, "Held")
            peer.send(frame.stream == 1 && frame.kind == 0 ? Frame(.data, stream: 2001, payload: [1]) : frame)
            #expect(try peer.farewells().contains { codes.contains($0) })
            #expect(peer.connection.isClosed)
            #expect(door.kinds.cancelled == 1)
        }
    }

    @Test func whatIsNotAPrefaceIsAnsweredAsHTTP1() throws {
        try withDoor { door in
            let peer = try door.connect()
            peer.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")
            #expect(peer.answers().map(\.status) == [400])
            #expect(peer.isEnded)
        }
    }

    @Test func aFrameTooLargeEndsTheConnection() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Echo")
            peer.data(1, [UInt8](repeating: 0, count: 16_385))
            #expect(try peer.farewells() == [Self.frameSizeError])
            #expect(peer.connection.isClosed)
        }
    }

    /// The calls beside it go on.
    @Test func aBrokenStreamIsResetAlone() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.call(1, "Held")
            peer.send(try peer.headers(3, [":method": "GET"], ends: true))
            #expect(try peer.answer(3).resetCode == Self.protocolError)
            try peer.post(5, "/now", ends: false)
            var fields = HTTP2Client.fields("POST", "/now")
            fields.add(name: "content-length", value: "5")
            peer.send(try peer.headers(7, fields, ends: false))
            peer.data(7, [1], ends: true)
            #expect(try peer.answer(7).resetCode == Self.protocolError)
            door.kinds.answerHeld()
            #expect(try peer.answer(1).isEnded)
            #expect(try peer.farewells().isEmpty)
        }
    }
}
