import NIOCore
import NIOPosix

/// A port and what its connections run into, and nothing else.
struct BareServer: Sendable {
    let port: Int
    private let channel: any Channel

    /// - Parameter handlers: those of one connection, in order.
    static func start(
        on threads: MultiThreadedEventLoopGroup, handlers: @escaping @Sendable () -> [any ChannelHandler]
    ) async throws -> BareServer {
        let channel = try await ServerBootstrap(group: threads)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandlers(handlers()) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else { throw BenchmarkFault("no port to listen on") }
        return BareServer(port: port, channel: channel)
    }

    /// Takes no more connections; those that stand end with their clients.
    func close() async throws {
        try await channel.close()
    }
}
