import Logging
import NetworkDoor
import OperationsCore
import OperationsEngine
import OperationsREST
import OperationsWire
import ServiceLifecycle
import UnixSignals

/// A whole server: reads nothing but its configuration, and wires store, engine and door into one service group.
///
/// ```swift
/// var configuration = try ServerConfiguration.load(file: nil)
/// configuration.store = "memory:"
/// try await LongrunServer(configuration: configuration).run()
/// ```
public struct LongrunServer: Sendable {
    private let configuration: ServerConfiguration

    public init(configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Serves until TERM or INT, then shuts down gracefully: hands out no more work, answers everyone who waits, lets
    /// calls and commits finish.
    ///
    /// - Throws: ``ServerStartError`` when a port is taken or the store cannot be opened.
    public func run() async throws {
        let logger = ServerLogging.logger(label: "longrun", configuration: configuration)
        let door = try doorConfiguration()
        let services = try configuration.catalogue()
        try checkPaths(of: services)
        let types = try PayloadTypes(
            files: configuration.descriptors, unknown: configuration.unknownPayloads
        ) { services.metadataType(of: $0) }
        let name = try StoreName(configuration.store)
        let store = try await StoreOpening.open(
            name, for: .serving, postgres: configuration.postgres, logger: logger)
        var settings = configuration.engine
        if !services.isOpen { settings.services = services }
        let engine = try await OperationEngine(
            store: store.store, payloads: types, settings: settings, logger: logger)
        logger.info("Store opened", metadata: store.place.merging(["store": "\(name)"]) { $1 })
        let served = try DoorServices(
            engine, types: types, crossOrigin: configuration.crossOrigin, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                StoreService(close: store.close), engine,
                NetworkDoor(
                    services: served, configuration: door, logger: logger
                ) {
                    logger.info("Serving gRPC and REST", metadata: ["address": "\($1)"])
                } didBeginShutdown: {
                    logger.info("Shutting down", metadata: ["waiting callers": "\(engine.waiterCount)"])
                    engine.drain()
                },
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        // What clings on is cut off early enough for the rest to end within the time.
        group.maximumGracefulShutdownDuration = configuration.shutdownTimeout * 4 / 5
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as NetworkDoor.ListenError {
            throw ServerStartError(cannotListenAt: error.place, cause: "\(error.cause)")
        }
        logger.info("Stopped")
    }

    /// Before the store is touched.
    private func checkPaths(of services: ServiceCatalogue) throws(ServerStartError) {
        do {
            try services.checkPaths()
        } catch {
            throw ServerStartError("The services of the configuration cannot be used. \(error)")
        }
    }

    private func doorConfiguration() throws(ServerStartError) -> DoorConfiguration {
        var places: [ListenPlace] = []
        for text in configuration.listen.texts { places.append(try ListenPlace(text, option: "--listen")) }
        places.append(try ListenPlace(configuration.grpcListen, option: "--grpc-listen"))
        var door = DoorConfiguration(places: places)
        door.limits = configuration.door
        return door
    }

    /// The group's own lines are of interest only when something is wrong.
    private func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .error)
        return logger
    }
}

/// Closes the store after everything else has ended: it is the first of the group, so the last to shut down.
private struct StoreService: Service {
    let close: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await close()
    }
}
