import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// longrun.v1.Worker.
extension TypedMethods {
    mutating func addWorker(_ engine: OperationEngine) {
        typealias Method = Longrun_V1_Worker.Method
        let codec = codec
        held(Method.LeaseOperations.descriptor) { (request: Longrun_V1_LeaseOperationsRequest, context) in
            Longrun_V1_LeaseOperationsResponse(
                try await engine.lease(try LeaseRequest(request), context: context), as: codec)
        }
        unary(Method.Heartbeat.descriptor) { (request: Longrun_V1_HeartbeatRequest) in
            let beat = try Heartbeat(request, from: codec)
            return Longrun_V1_HeartbeatResponse(try await engine.heartbeat(request.name, beat))
        }
        unary(Method.CompleteOperation.descriptor) { (request: Longrun_V1_CompleteOperationRequest) in
            Google_Longrunning_Operation(
                try await engine.complete(CompletionReport(request, from: codec)), as: codec)
        }
        unary(Method.FailOperation.descriptor) { (request: Longrun_V1_FailOperationRequest) in
            Google_Longrunning_Operation(
                try await engine.fail(FailureReport(request, from: codec)), as: codec)
        }
        unary(Method.ReleaseOperation.descriptor) { (request: Longrun_V1_ReleaseOperationRequest) in
            try await engine.release(
                request.name, token: request.leaseToken, delay: try Duration(request.delay, field: "delay"))
            return Google_Protobuf_Empty()
        }
        unary(Method.BatchCompleteOperations.descriptor) { (request: Longrun_V1_BatchCompleteOperationsRequest) in
            let results = try await engine.complete(
                CompletionReport.batch(request, from: codec), parent: try Parent(request.parent))
            return Longrun_V1_BatchCompleteOperationsResponse(results, as: codec)
        }
    }
}
