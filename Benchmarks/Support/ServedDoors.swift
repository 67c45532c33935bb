import Logging
import NetworkDoor
import OperationsEngine
import OperationsServer

/// Runs the program's door on a free port for as long as `body` takes.
func withDoor<Value: Sendable>(
    _ engine: OperationEngine, streams: Int = 1_000, _ body: (Int) async throws -> Value
) async throws -> Value {
    try await withServer(
        { listening in
            var configuration = DoorConfiguration(places: [.tcp(host: "127.0.0.1", port: 0)])
            configuration.limits.maxConcurrentStreams = streams
            let door = NetworkDoor(
                services: try DoorServices(engine, logger: .silent), configuration: configuration, logger: .silent
            ) { listening("\($1)") }
            try await door.run()
        }, body)
}

/// Runs a server until `body` ends.
///
/// - Parameters:
///   - serve: tells the address it listens on, which ends with the port, and serves until it is cancelled.
///   - body: is given the port.
func withServer<Value: Sendable>(
    _ serve: @escaping @Sendable (@escaping @Sendable (String) -> Void) async throws -> Void,
    _ body: (Int) async throws -> Value
) async throws -> Value {
    let (addresses, continuation) = AsyncStream<String>.makeStream()
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await serve { continuation.yield($0) }
        }
        defer { group.cancelAll() }
        for await address in addresses {
            guard let port = address.split(separator: ":").last.flatMap({ Int($0) }) else { continue }
            return try await body(port)
        }
        try await group.waitForAll()
        throw BenchmarkFault("a server ended before it listened")
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }
}
