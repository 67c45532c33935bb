import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// longrun.v1.Worker over REST.
extension RESTMethods {
    mutating func addWorker(_ engine: OperationEngine) {
        typealias Method = Longrun_V1_Worker.Method
        unary(Method.LeaseOperations.descriptor, isHeld: true) {
            (request: Longrun_V1_LeaseOperationsRequest, call) in
            Longrun_V1_LeaseOperationsResponse(
                try await engine.lease(try LeaseRequest(request), context: call.context), as: call.answerCodec)
        }
        unary(Method.Heartbeat.descriptor) { (request: Longrun_V1_HeartbeatRequest, call) in
            let beat = try Heartbeat(request, from: call.requestCodec)
            return Longrun_V1_HeartbeatResponse(try await engine.heartbeat(request.name, beat))
        }
        add(Method.CompleteOperation.descriptor, answering: Google_Longrunning_Operation.self) {
            (request: Longrun_V1_CompleteOperationRequest, call) in
            .operation(try await engine.complete(CompletionReport(request, from: call.requestCodec)))
        }
        add(Method.FailOperation.descriptor, answering: Google_Longrunning_Operation.self) {
            (request: Longrun_V1_FailOperationRequest, call) in
            .operation(try await engine.fail(FailureReport(request, from: call.requestCodec)))
        }
        unary(Method.ReleaseOperation.descriptor) { (request: Longrun_V1_ReleaseOperationRequest, _) in
            try await engine.release(
                request.name, token: request.leaseToken, delay: try Duration(request.delay, field: "delay"))
            return Google_Protobuf_Empty()
        }
        unary(Method.BatchCompleteOperations.descriptor) {
            (request: Longrun_V1_BatchCompleteOperationsRequest, call) in
            let results = try await engine.complete(
                CompletionReport.batch(request, from: call.requestCodec), parent: try Parent(request.parent))
            return Longrun_V1_BatchCompleteOperationsResponse(results, as: call.answerCodec)
        }
    }
}
