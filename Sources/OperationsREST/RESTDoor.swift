import Hummingbird
public import Logging
import NIOCore
public import OperationsEngine
public import ServiceLifecycle

/// The REST door: the public surface under `/v1` and every other version, longrun.v1 under `/longrun/v1`, and the
/// probes `/healthz` and `/readyz`, over HTTP/1.1.
public struct RESTDoor: Service {
    /// What can be tuned; each default is stated.
    public struct Configuration: Sendable {
        public var host: String
        public var port: Int
        /// The largest body. Default 4 MiB; larger ones answer 413.
        public var maxRequestBytes = 4 * 1_024 * 1_024

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

    private let engine: OperationEngine
    private let configuration: Configuration
    private let logger: Logger
    private let didListen: @Sendable (String) -> Void

    /// - Parameter didListen: told the address, with the real port, as soon as requests are taken.
    public init(
        engine: OperationEngine, configuration: Configuration, logger: Logger,
        didListen: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.engine = engine
        self.configuration = configuration
        self.logger = logger
        self.didListen = didListen
    }

    /// Serves until a graceful shutdown has let every request finish.
    public func run() async throws {
        let departures = Departures()
        let responder = RESTResponder(
            handlers: RESTHandlers(engine: engine), departures: departures,
            maxRequestBytes: configuration.maxRequestBytes, logger: logger)
        var quiet = logger
        quiet.logLevel = .critical
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(additionalChannelHandlers: [DepartureHandler(departures)])),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "longrun"),
            onServerRunning: { [didListen] channel in
                guard let address = channel.localAddress, let port = address.port else { return }
                didListen("\(address.ipAddress ?? ""):\(port)")
            },
            logger: quiet)
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: {
                departures.beginShutdown()
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw ListenError(place: "HTTP on \(configuration.host):\(configuration.port)", cause: "\(error)")
        }
    }
}
