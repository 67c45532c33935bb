import GRPCCore
import OperationsAPI
import SwiftProtobuf
import OperationsEngine

/// grpc.health.v1.Health: serving while changes can be stored.
struct HealthService: Grpc_Health_V1_Health.SimpleServiceProtocol {
    let engine: OperationEngine

    /// The services one can ask for; the empty name is the server as a whole.
    private static let services = [
        "", Google_Longrunning_Operations.descriptor.fullyQualifiedService,
        Longrun_V1_Producer.descriptor.fullyQualifiedService, Longrun_V1_Worker.descriptor.fullyQualifiedService,
        Longrun_V1_Observer.descriptor.fullyQualifiedService,
    ]

    func check(
        request: Grpc_Health_V1_HealthCheckRequest, context: ServerContext
    ) async throws -> Grpc_Health_V1_HealthCheckResponse {
        guard Self.services.contains(request.service) else {
            throw RPCError(code: .notFound, message: "There is no service '\(request.service)' here.")
        }
        return .with { $0.status = status }
    }

    func list(
        request: Grpc_Health_V1_HealthListRequest, context: ServerContext
    ) async throws -> Grpc_Health_V1_HealthListResponse {
        .with { response in
            for service in Self.services { response.statuses[service] = .with { $0.status = status } }
        }
    }

    /// Tells the status at once, after each change, and when the server begins to shut down.
    func watch(
        request: Grpc_Health_V1_HealthCheckRequest, response: RPCWriter<Grpc_Health_V1_HealthCheckResponse>,
        context: ServerContext
    ) async throws {
        guard Self.services.contains(request.service) else {
            try await response.write(.with { $0.status = .serviceUnknown })
            try await context.cancellation.cancelled
            return
        }
        try await response.write(.with { $0.status = status })
        try await context.cancellation.cancelled
        try await response.write(.with { $0.status = .notServing })
    }

    private var status: Grpc_Health_V1_HealthCheckResponse.ServingStatus {
        engine.fault == nil ? .serving : .notServing
    }
}
