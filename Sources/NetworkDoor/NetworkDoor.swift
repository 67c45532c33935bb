public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// A server of gRPC, gRPC-Web and HTTP on the same ports: the first bytes of a connection (or ALPN) tell HTTP/2 from
/// HTTP/1.1, and the content type of each request what it is.
///
/// ```swift
/// var services = DoorServices()
/// services.unary("/example.Echo/Echo") { call in .now(GRPCAnswer(call.message)) }
/// services.http = { request in .now(HTTPResponse(status: 200, contentType: "text/plain", text: "hello\n")) }
/// let door = NetworkDoor(services: services, configuration: DoorConfiguration(places: [.tcp(host: "::1", port: 8080)]))
/// try await door.run()
/// ```
public struct NetworkDoor: Service {
    /// The door could not listen.
    public struct ListenError: Error {
        public let place: ListenPlace
        public let cause: any Error
    }

    private let configuration: DoorConfiguration
    private let door: DoorContext
    private let didListen: @Sendable (ListenPlace, ListenPlace) -> Void
    private let didBeginShutdown: @Sendable () -> Void

    /// - Parameters:
    ///   - didListen: told each place, and the same with its real port, as soon as calls are taken there.
    ///   - didBeginShutdown: called once every connection knows that it is to end with its last call; whoever holds
    ///     calls should answer them now.
    public init(
        services: DoorServices, configuration: DoorConfiguration, logger: Logger = Logger(label: "door"),
        didListen: @escaping @Sendable (_ place: ListenPlace, _ actual: ListenPlace) -> Void = { _, _ in },
        didBeginShutdown: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.didListen = didListen
        self.didBeginShutdown = didBeginShutdown
        door = DoorContext(
            services: services, limits: configuration.limits, serverName: configuration.serverName, jobs: CallJobs(),
            budget: ByteBudget(limit: configuration.limits.maxHeldBytes),
            connections: ConnectionRegistry(limit: configuration.limits.maxConnections), logger: logger)
    }

    /// Serves until a graceful shutdown has let every call finish, or its grace has passed.
    ///
    /// - Throws: ``ListenError`` when a place is taken.
    public func run() async throws {
        let listeners = try await listen()
        try await withThrowingTaskGroup { group in
            group.addTask { await door.jobs.run() }
            group.addTask { try await serve(listeners) }
            try await group.waitForAll()
        }
    }

    private func listen() async throws -> [any Channel] {
        var listeners: [any Channel] = []
        let tls = try configuration.tls?.context()
        for place in configuration.places {
            do {
                listeners.append(
                    try await Listener.bind(place, door, tls: tls, group: MultiThreadedEventLoopGroup.singleton))
            } catch {
                for listener in listeners { listener.close(promise: nil) }
                throw ListenError(place: place, cause: error)
            }
        }
        for (place, listener) in zip(configuration.places, listeners) {
            didListen(place, place.actual(listener.localAddress))
        }
        return listeners
    }

    private func serve(_ listeners: [any Channel]) async throws {
        defer { door.jobs.finish() }
        let files = configuration.places.compactMap { place in
            if case .unix(let path) = place { SocketFile(at: path) } else { nil }
        }
        try? await gracefulShutdown()
        for listener in listeners { try? await listener.close() }
        for file in files { file.remove() }
        door.connections.drain()
        didBeginShutdown()
        await withTaskGroup { group in
            group.addTask {
                try? await Task.sleep(for: configuration.limits.shutdownGrace)
                door.connections.closeAll()
            }
            await door.connections.waitUntilEmpty()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }
}
