import NIOCore
import NIOEmbedded

@testable import NetworkDoor

/// The peer's end of a connection.
final class TestConnection {
    let door: TestDoor
    let socket = TestSocket()
    private let channel: EmbeddedChannel

    init(_ door: TestDoor) throws {
        self.door = door
        channel = EmbeddedChannel(handlers: [socket, ProtocolChooser(door.context)], loop: door.loop)
        socket.attach(channel)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        channel.read()
    }

    func send(_ bytes: [UInt8]) {
        send(ByteBuffer(bytes: bytes))
    }

    func send(_ text: String) {
        send(ByteBuffer(string: text))
    }

    func send(_ bytes: ByteBuffer) {
        socket.arrive(bytes)
        door.settle()
    }

    /// What the door has sent since the last time.
    func take() -> ByteBuffer {
        door.settle()
        return socket.takeSent()
    }

    /// How many bytes more the peer takes; the rest waits at the door.
    func hasRoom(for bytes: Int) {
        socket.hasRoom(for: bytes)
        door.settle()
    }

    /// The peer sends no more, but still reads.
    func endInput() {
        socket.inputEnds()
        door.settle()
    }

    /// The connection breaks.
    func vanish() {
        if channel.isActive { channel.close(promise: nil) }
        door.settle()
    }

    var isClosed: Bool { !channel.isActive }

    /// The door has sent its last byte.
    var isEnded: Bool { isClosed || socket.isOutputClosed }
}
