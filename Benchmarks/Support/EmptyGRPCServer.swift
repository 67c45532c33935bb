import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import OperationsAPI
import SwiftProtobuf
import Synchronization

/// The baseline of everything over gRPC: the same transport and messages with nothing behind them.
///
/// Get answers an empty operation; Wait parks its caller until Cancel, of the same name, lets it go.
final class EmptyGRPCServer: Sendable {
    private let parked = Mutex<[String: CheckedContinuation<Void, Never>]>([:])

    var parkedCount: Int { parked.withLock { $0.count } }

    func serve(_ listening: @escaping @Sendable (String) -> Void) async throws {
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv4(host: "127.0.0.1", port: 0), transportSecurity: .plaintext, config: Self.config)
        let server = GRPCServer(transport: transport, services: [EmptyOperations(server: self)])
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await server.serve() }
            group.addTask {
                if let address = try await transport.listeningAddress.ipv4 {
                    listening("\(address.host):\(address.port)")
                }
            }
        }
    }

    /// The settings of the gRPC door.
    private static let config = HTTP2ServerTransport.Posix.Config.defaults { config in
        config.rpc.maxRequestPayloadSize = 4 * 1_024 * 1_024
        config.http2.maxConcurrentStreams = 1_000
        config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(10)
        config.connection.keepalive.clientBehavior.allowWithoutCalls = true
    }

    fileprivate func park(_ name: String) async {
        await withCheckedContinuation { continuation in
            parked.withLock { $0[name] = continuation }
        }
    }

    fileprivate func release(_ name: String) {
        parked.withLock { $0.removeValue(forKey: name) }?.resume()
    }
}

private struct EmptyOperations: Google_Longrunning_Operations.ServiceProtocol {
    let server: EmptyGRPCServer

    func getOperation(
        request: ServerRequest<Google_Longrunning_GetOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_Operation> {
        ServerResponse(message: Google_Longrunning_Operation())
    }

    func waitOperation(
        request: ServerRequest<Google_Longrunning_WaitOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_Operation> {
        await server.park(request.message.name)
        return ServerResponse(message: Google_Longrunning_Operation())
    }

    func cancelOperation(
        request: ServerRequest<Google_Longrunning_CancelOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        server.release(request.message.name)
        return ServerResponse(message: Google_Protobuf_Empty())
    }

    func listOperations(
        request: ServerRequest<Google_Longrunning_ListOperationsRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_ListOperationsResponse> {
        throw RPCError(code: .unimplemented, message: "nothing to list")
    }

    func deleteOperation(
        request: ServerRequest<Google_Longrunning_DeleteOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        throw RPCError(code: .unimplemented, message: "nothing to delete")
    }
}
