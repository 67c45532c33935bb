import NIOCore
import NIOPosix

/// A thread of its own with client connections on it, so that what clients cost can be told from what servers cost.
final class LoadLoop<Connection: LoadConnection>: Sendable {
    let eventLoop: any EventLoop
    let connections: NIOLoopBoundBox<[Connection]>
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init() {
        eventLoop = group.next()
        connections = .makeBoxSendingValue([], eventLoop: eventLoop)
    }

    /// Opens so many connections, one after the other, which tells `make` their numbers.
    func connect(
        _ count: Int, host: String, port: Int, make: @escaping @Sendable (Int) throws -> Connection
    ) async throws {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(10))
            .channelInitializer { [connections] channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = try make(connections.value.count)
                    connections.value.append(connection)
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
        for _ in 0..<count { _ = try await bootstrap.connect(host: host, port: port).get() }
    }

    /// Runs `body` where the connections live.
    func run<Value: Sendable>(_ body: @escaping @Sendable ([Connection]) throws -> Value) async throws -> Value {
        try await eventLoop.submit { [connections] in try body(connections.value) }.get()
    }

    /// Closes the connections and ends the thread, soon.
    func close() {
        group.shutdownGracefully { _ in }
    }
}
