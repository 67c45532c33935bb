#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import NIOCore
import NIOPosix
import NIOSSL

/// Opens the listening sockets of a door.
enum Listener {
    static func bind(
        _ place: ListenPlace, _ door: DoorContext, tls: NIOSSLContext?, group: any EventLoopGroup
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 16)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel, door, tls, place) }
            }
        switch place {
        case .tcp(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
        case .unix(let path):
            guard await !SocketFile.isServed(path, group: group) else {
                throw IOError(errnoCode: EADDRINUSE, reason: "bind")
            }
            return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
    }

    private static func accept(
        _ channel: any Channel, _ door: DoorContext, _ tls: NIOSSLContext?, _ place: ListenPlace
    ) throws {
        guard door.connections.hasRoom else {
            channel.close(promise: nil)
            return
        }
        if case .tcp = place, let options = channel.syncOptions {
            try options.setOption(.socketOption(.tcp_nodelay), value: 1)
            try options.setOption(.socketOption(.so_keepalive), value: 1)
        }
        if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
        try channel.pipeline.syncOperations.addHandler(ProtocolChooser(door))
    }
}
