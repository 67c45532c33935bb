import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import OperationsAPI
import SwiftProtobuf
import Synchronization

/// The baseline of everything over gRPC: the same transport and messages with nothing behind them.
///
/// Get, Start and Complete answer an empty operation; Wait parks its caller until the server ends.
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
        let server = GRPCServer(transport: transport, services: [self])
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

    private func park(_ name: String) async {
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

extension EmptyGRPCServer: RegistrableRPCService {
    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        typealias Operations = Google_Longrunning_Operations.Method
        register(Operations.GetOperation.descriptor, &router) { (_: Google_Longrunning_GetOperationRequest) in }
        register(Operations.WaitOperation.descriptor, &router) { (request: Google_Longrunning_WaitOperationRequest) in
            await self.park(request.name)
        }
        register(Longrun_V1_Producer.Method.StartOperation.descriptor, &router) {
            (_: Longrun_V1_StartOperationRequest) in
        }
        register(Longrun_V1_Worker.Method.CompleteOperation.descriptor, &router) {
            (_: Longrun_V1_CompleteOperationRequest) in
        }
    }

    /// - Parameter handle: comes before the answer, which is empty.
    private func register<Request: Message, Transport: ServerTransport>(
        _ method: MethodDescriptor, _ router: inout RPCRouter<Transport>,
        _ handle: @escaping @Sendable (Request) async -> Void
    ) {
        router.registerHandler(
            forMethod: method, deserializer: ProtobufDeserializer<Request>(),
            serializer: ProtobufSerializer<Google_Longrunning_Operation>()
        ) { request, _ in
            await handle(try await ServerRequest(stream: request).message)
            return StreamingServerResponse(single: ServerResponse(message: Google_Longrunning_Operation()))
        }
    }
}
