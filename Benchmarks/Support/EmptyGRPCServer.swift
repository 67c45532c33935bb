import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import OperationsAPI
import SwiftProtobuf
import Synchronization

/// The baseline of everything over gRPC: the same transport and messages with nothing behind them.
///
/// Get answers an empty operation; Wait parks its caller until the server ends.
final class EmptyGRPCServer: Sendable {
    private struct State {
        var parked: [String: CheckedContinuation<Void, Never>] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    var parkedCount: Int { state.withLock { $0.parked.count } }

    func serve(_ listening: @escaping @Sendable (String) -> Void) async throws {
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv4(host: "127.0.0.1", port: 0), transportSecurity: .plaintext, config: Self.config)
        let server = GRPCServer(transport: transport, services: [EmptyOperations(server: self)])
        try await withTaskCancellationHandler {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await server.serve() }
                group.addTask {
                    guard let address = try await transport.listeningAddress.ipv4 else { return }
                    listening("\(address.host):\(address.port)")
                }
            }
        } onCancel: {
            releaseAll()
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
            let isClosed = state.withLock { state in
                if !state.isClosed { state.parked[name] = continuation }
                return state.isClosed
            }
            if isClosed { continuation.resume() }
        }
    }

    /// Handlers hear nothing of the end of their server, which waits for them.
    private func releaseAll() {
        let released = state.withLock { state in
            defer { state = State(isClosed: true) }
            return state.parked.values
        }
        for continuation in released { continuation.resume() }
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

    func listOperations(
        request: ServerRequest<Google_Longrunning_ListOperationsRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Longrunning_ListOperationsResponse> {
        throw RPCError(code: .unimplemented, message: "nothing to list")
    }

    func cancelOperation(
        request: ServerRequest<Google_Longrunning_CancelOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        throw RPCError(code: .unimplemented, message: "nothing to cancel")
    }

    func deleteOperation(
        request: ServerRequest<Google_Longrunning_DeleteOperationRequest>, context: ServerContext
    ) async throws -> ServerResponse<Google_Protobuf_Empty> {
        throw RPCError(code: .unimplemented, message: "nothing to delete")
    }
}
