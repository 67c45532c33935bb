import GRPCCore
import NetworkDoor
import OperationsAPI
import OperationsEngine
import SwiftProtobuf

/// grpc.health.v1.Health: serving while changes can be stored.
extension TypedMethods {
    mutating func addHealth(_ engine: OperationEngine) {
        typealias Method = Grpc_Health_V1_Health.Method
        unary(Method.Check.descriptor) { (request: Grpc_Health_V1_HealthCheckRequest) in
            guard Health.services.contains(request.service) else {
                throw GRPCStatus(.notFound, "There is no service '\(request.service)' here.")
            }
            return Grpc_Health_V1_HealthCheckResponse.with { $0.status = Health.status(of: engine) }
        }
        unary(Method.List.descriptor) { (_: Grpc_Health_V1_HealthListRequest) in
            Grpc_Health_V1_HealthListResponse.with { response in
                for service in Health.services {
                    response.statuses[service] = .with { $0.status = Health.status(of: engine) }
                }
            }
        }
        streaming(Method.Watch.descriptor) {
            (requests, responses: TypedResponses<Grpc_Health_V1_HealthCheckResponse>) in
            try await Health.watch(engine, requests, responses)
        }
    }
}

private enum Health {
    /// The services one can ask for; the empty name is the server as a whole.
    static let services = [
        "", Google_Longrunning_Operations.descriptor.fullyQualifiedService,
        Google_Iam_V1_IAMPolicy.descriptor.fullyQualifiedService,
        Google_Cloud_Location_Locations.descriptor.fullyQualifiedService,
        Longrun_V1_Producer.descriptor.fullyQualifiedService, Longrun_V1_Worker.descriptor.fullyQualifiedService,
        Longrun_V1_Observer.descriptor.fullyQualifiedService, Longrun_V1_Admin.descriptor.fullyQualifiedService,
    ]

    static func status(of engine: OperationEngine) -> Grpc_Health_V1_HealthCheckResponse.ServingStatus {
        engine.fault == nil ? .serving : .notServing
    }

    /// Tells the status at once, after each change, and when the server begins to shut down.
    static func watch(
        _ engine: OperationEngine, _ requests: TypedRequests<Grpc_Health_V1_HealthCheckRequest>,
        _ responses: TypedResponses<Grpc_Health_V1_HealthCheckResponse>
    ) async throws {
        var iterator = requests.makeAsyncIterator()
        guard let request = try await iterator.next() else {
            throw GRPCStatus(.invalidArgument, "This method takes exactly one request message.")
        }
        let isKnown = services.contains(request.service)
        for await isServing in engine.servingStates {
            let status: Grpc_Health_V1_HealthCheckResponse.ServingStatus =
                !isKnown && isServing ? .serviceUnknown : isServing ? .serving : .notServing
            try await responses.write(.with { $0.status = status })
        }
    }
}
