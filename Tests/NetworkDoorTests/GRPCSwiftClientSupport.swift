import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
import NIOCore
import NetworkDoor
import ServiceLifecycle

typealias SwiftClient = GRPCClient<HTTP2ClientTransport.Posix>

/// Runs a door on a free port, and a client of grpc-swift that is connected to it.
func withSwiftClient(
    of services: DoorServices, config: HTTP2ClientTransport.Posix.Config = .defaults,
    _ body: @Sendable (SwiftClient) async throws -> Void
) async throws {
    let (places, listening) = AsyncStream<ListenPlace>.makeStream()
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let door = NetworkDoor(
        services: services, configuration: DoorConfiguration(places: [.tcp(host: "127.0.0.1", port: 0)]), logger: quiet
    ) { _, actual in
        listening.yield(actual)
    }
    let group = ServiceGroup(services: [door], logger: quiet)
    try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        for await case .tcp(_, let port) in places {
            let transport = try HTTP2ClientTransport.Posix(
                target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: .plaintext, config: config)
            try await withGRPCClient(transport: transport) { try await body($0) }
            break
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

/// Messages that are their own bytes.
struct BytesCoder: MessageSerializer, MessageDeserializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes {
        Bytes(message)
    }

    func deserialize<Bytes: GRPCContiguousBytes>(_ serializedMessageBytes: Bytes) throws -> [UInt8] {
        serializedMessageBytes.withUnsafeBytes { Array($0) }
    }
}

extension SwiftClient {
    /// A call with one request and one answer.
    func unary(
        _ method: String, _ message: [UInt8] = [], metadata: Metadata = [:], options: CallOptions = .defaults
    ) async throws -> ClientResponse<[UInt8]> {
        try await unary(
            request: ClientRequest(message: message, metadata: metadata), descriptor: .test(method),
            serializer: BytesCoder(), deserializer: BytesCoder(), options: options
        ) { $0 }
    }

    /// The message of the answer; what it failed with is thrown.
    func message(
        _ method: String, _ message: [UInt8] = [], options: CallOptions = .defaults
    ) async throws -> [UInt8] {
        try await unary(method, message, options: options).message
    }

    /// A call that streams both ways.
    func stream<Result: Sendable>(
        _ method: String, metadata: Metadata = [:], options: CallOptions = .defaults,
        _ produce: @escaping @Sendable (RPCWriter<[UInt8]>) async throws -> Void,
        _ consume: @escaping @Sendable (StreamingClientResponse<[UInt8]>) async throws -> Result
    ) async throws -> Result {
        try await bidirectionalStreaming(
            request: StreamingClientRequest(metadata: metadata, producer: produce), descriptor: .test(method),
            serializer: BytesCoder(), deserializer: BytesCoder(), options: options, onResponse: consume)
    }
}

extension MethodDescriptor {
    fileprivate static func test(_ method: String) -> MethodDescriptor {
        MethodDescriptor(fullyQualifiedService: "test.Echo", method: method)
    }
}
