import GRPCCore
import GRPCNIOTransportHTTP2Posix
import OperationsWire

/// Speaks with a longrun server over gRPC: starts operations, follows them, and does their work.
///
/// Make one with ``withOperationsClient(endpoint:_:)``; it is cheap to copy and safe to share. Every method throws
/// ``ClientError`` when the server refuses or cannot be reached, and `CancellationError` when its task was cancelled.
///
/// ```swift
/// try await withOperationsClient(endpoint: Endpoint("127.0.0.1:50051")) { client in
///     var request = Longrun_V1_StartOperationRequest()
///     request.queue = "reports"
///     let handle = try await client.start(request)
///     print(try await handle.wait().response)
/// }
/// ```
public struct OperationsClient: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix

    /// Where the server is.
    public let endpoint: Endpoint
    let connection: GRPCClient<Transport>

    init(endpoint: Endpoint, connection: GRPCClient<Transport>) {
        self.endpoint = endpoint
        self.connection = connection
    }

    static func transport(to endpoint: Endpoint) throws -> Transport {
        let target: any ResolvableTarget =
            if endpoint.isIPv4 {
                .ipv4(address: endpoint.host, port: endpoint.port)
            } else if endpoint.host.contains(":") {
                .ipv6(address: endpoint.host, port: endpoint.port)
            } else {
                .dns(host: endpoint.host, port: endpoint.port)
            }
        return try HTTP2ClientTransport.Posix(target: target, transportSecurity: .plaintext, config: config)
    }

    /// A server that was restarted is found again within 2 s, and one that vanished is noticed after 40 s even while
    /// a call waits; callers here are few, so nothing is gained by holding writes back.
    private static var config: Transport.Config {
        .defaults { config in
            config.backoff = .init(
                initial: .milliseconds(100), max: .seconds(2), multiplier: 1.6, jitter: 0.2)
            config.connection.keepalive = .init(
                time: .seconds(30), timeout: .seconds(10), allowWithoutCalls: false)
            config.connection.flushCoalescing = nil
        }
    }
}

/// Connects to a server, runs `body`, and closes the connection, with every call on it, when `body` ends.
///
/// The connection is made with the first call and made again when it breaks, so that this function itself never
/// fails because of an absent server: the calls do, with ``ClientError/isUnreachable``.
///
/// - Parameters:
///   - endpoint: the server's gRPC address; plaintext.
///   - body: what to do with the client.
public func withOperationsClient<Result: Sendable>(
    endpoint: Endpoint, _ body: (OperationsClient) async throws -> Result
) async throws -> Result {
    let transport = try OperationsClient.transport(to: endpoint)
    return try await withGRPCClient(transport: transport) { connection in
        try await body(OperationsClient(endpoint: endpoint, connection: connection))
    }
}
