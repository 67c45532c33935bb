import Logging
import NetworkDoor
import ServiceLifecycle
import UnixSignals

/// Serves gRPC's interoperability tests and a few HTTP paths, for clients that others wrote.
///
/// Usage: `door-test-service [--listen HOST:PORT | --listen unix:PATH]…`; the default is 127.0.0.1:0. It says on
/// standard output where it listens, one address a line, and ends on TERM with its last call.
@main struct TestService {
    static func main() async throws {
        var logger = Logger(label: "door-test-service", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        let ledger = Ledger()
        var services = DoorServices()
        InteropMethods(ledger: ledger).register(in: &services)
        services.http = HTTPHandlers(ledger: ledger).answer
        let places = try ListenArguments.places(CommandLine.arguments.dropFirst())
        let door = NetworkDoor(
            services: services, configuration: DoorConfiguration(places: places), logger: logger
        ) { _, actual in
            say("listening \(actual)")
        }
        var group = ServiceGroupConfiguration(
            services: [door], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: group).run()
    }
}
