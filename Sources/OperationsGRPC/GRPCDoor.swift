import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
public import OperationsEngine
public import ServiceLifecycle

/// The gRPC door: every service of the program on one HTTP/2 listener, plaintext.
public struct GRPCDoor: Service {
    /// What can be tuned; each default is stated.
    public struct Configuration: Sendable {
        public var host: String
        public var port: Int
        /// The largest request. Default 4 MiB; larger ones answer RESOURCE_EXHAUSTED.
        public var maxRequestBytes = 4 * 1_024 * 1_024
        /// Calls at once on one connection. Default 1,000.
        public var maxConcurrentStreams = 1_000
        /// How long connections may linger once a shutdown has begun. Default 3 s.
        public var shutdownGrace = Duration.seconds(3)

        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    /// The door could not listen.
    public struct ListenError: Error {
        public let place: String
        public let cause: String
    }

    private let configuration: Configuration
    private let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let transport: HTTP2ServerTransport.Posix
    private let didListen: @Sendable (String) -> Void

    /// - Parameter didListen: told the address, with the real port, as soon as calls are taken.
    public init(
        engine: OperationEngine, configuration: Configuration,
        didListen: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.didListen = didListen
        transport = HTTP2ServerTransport.Posix(
            address: configuration.host.contains(":")
                ? .ipv6(host: configuration.host, port: configuration.port)
                : .ipv4(host: configuration.host, port: configuration.port),
            transportSecurity: .plaintext, config: Self.transportConfig(configuration))
        server = GRPCServer(
            transport: transport,
            services: [
                OperationsService(engine: engine, maxRequestBytes: configuration.maxRequestBytes),
                ProducerService(engine: engine, maxRequestBytes: configuration.maxRequestBytes),
                WorkerService(engine: engine, maxRequestBytes: configuration.maxRequestBytes),
                ObserverService(engine: engine, maxRequestBytes: configuration.maxRequestBytes),
                HealthService(engine: engine), ReflectionV1Service(),
                ReflectionV1AlphaService(),
            ])
    }

    /// Serves until a graceful shutdown has let every call finish.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await serve() }
                group.addTask {
                    guard let address = try? await transport.listeningAddress else { return }
                    didListen(address.ipv4.map { "\($0.host):\($0.port)" } ?? "\(address)")
                }
            }
        } onGracefulShutdown: {
            server.beginGracefulShutdown()
        }
    }

    private func serve() async throws {
        do {
            try await server.serve()
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as RuntimeError {
            throw ListenError(
                place: "gRPC on \(configuration.host):\(configuration.port)",
                cause: error.cause.map { "\($0)" } ?? error.message)
        }
    }

    /// The transport resets the stream of a request that is too large for it; so that callers are told
    /// RESOURCE_EXHAUSTED instead, it lets through four times as much and ``RequestDeserializer`` decides.
    ///
    /// A stock client with a keepalive of 30 s must not be cut off inside a quiet WaitOperation, so pings are welcome
    /// every 10 s, with or without calls.
    private static func transportConfig(_ configuration: Configuration) -> HTTP2ServerTransport.Posix.Config {
        .defaults { config in
            config.rpc.maxRequestPayloadSize = configuration.maxRequestBytes * 4
            config.http2.maxConcurrentStreams = configuration.maxConcurrentStreams
            config.connection.maxGraceTime = configuration.shutdownGrace
            config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(10)
            config.connection.keepalive.clientBehavior.allowWithoutCalls = true
        }
    }
}
